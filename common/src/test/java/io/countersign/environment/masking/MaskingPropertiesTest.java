package io.countersign.environment.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskRule.Kind;
import io.countersign.secret.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every value, tried on many random ones. A failure names its seed by the value. */
class MaskingPropertiesTest {
    private static final MaskingKey KEY = MaskingKey.of(Secret.of("a key that the tests know well"));
    private static final MaskingKey OTHER_KEY = MaskingKey.of(Secret.of("another key that the tests know"));
    private static final int VALUES = 20_000;

    private static final List<String> LETTERS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "0123456789",
            "àâäçèéêëîïôöùûüÿñøåæþ",
            "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸÑØÅÆÞ",
            "šžčřłőűğşıßŁŠİ",
            "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΩ",
            "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЯ",
            "אבגדהוזחטיכלמנסעפצקרשת",
            "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
            "あいうえおかきくけこアイウエオ",
            "李王张刘陈杨赵黄周吴",
            "김이박최정강조윤장임",
            "𠀀𠀁𠀂𠮷𡃁",
            "٠١٢٣٤٥٦٧٨٩",
            "नमस्तेकखगघ",
            " -.'/,()_#",
            "🙂🎉🚀");

    private static String random(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        List<String> scripts = random.nextInt(3) == 0
                ? LETTERS
                : List.of(LETTERS.get(0), LETTERS.get(1), LETTERS.get(2), LETTERS.get(random.nextInt(LETTERS.size())));
        int length = 1 + random.nextInt(longest);
        for (int i = 0; i < length; i++) {
            int[] letters =
                    scripts.get(random.nextInt(scripts.size())).codePoints().toArray();
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static Set<String> values(Kind kind, long seed) {
        Random random = new Random(seed);
        Set<String> values = new HashSet<>();
        while (values.size() < VALUES) {
            values.add(
                    switch (kind) {
                        case E_MAIL ->
                            random(random, 8) + "@" + random(random, 6) + "."
                                    + List.of("com", "de", "ch", "info", "co.uk", "ORG")
                                            .get(random.nextInt(6));
                        case PHONE ->
                            List.of("+41 ", "0", "+1", "", "0049 ").get(random.nextInt(5))
                                    + (1000 + random.nextInt(900_000))
                                    + (random.nextBoolean() ? " " : "-")
                                    + random.nextInt(100);
                        case IBAN -> iban(random);
                        case TEXT -> random(random, 200);
                        default -> random(random, 12);
                    });
        }
        return values;
    }

    private static String iban(Random random) {
        String account = IntStream.range(0, 17)
                .mapToObj(i -> String.valueOf(random.nextInt(10)))
                .collect(Collectors.joining());
        String open = "CH00" + account;
        int rest =
                new BigInteger(account + "121700").mod(BigInteger.valueOf(97)).intValue();
        String iban = open.replaceFirst("00", String.format(Locale.ROOT, "%02d", 98 - rest));
        return random.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static ColumnMask mask(MaskingKey key, MaskRule rule, ValueType type) {
        return new ColumnMasks(key)
                .of(rule, facts(type, Optional.empty(), false), "t.c")
                .orElseThrow();
    }

    private static ColumnFacts facts(ValueType type, Optional<BigInteger> largest, boolean unique) {
        return new ColumnFacts(
                "c", "type", type, ValueType.TEXT, Optional.empty(), largest, true, unique, Optional.empty(), false);
    }

    private static String shape(String value) {
        return value.codePoints()
                .map(MaskingPropertiesTest::shape)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int shape(int letter) {
        boolean capital = Character.toUpperCase(Character.toLowerCase(letter)) == letter;
        if (Character.isLetter(letter)) {
            return Character.isUpperCase(letter) && capital ? 'A' : 'a';
        }
        return Character.isDigit(letter) ? '9' : letter;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void different_values_stay_different_and_none_stays_what_it_was(Kind kind) {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(kind), ValueType.TEXT);
        Map<String, String> originals = new HashMap<>();
        for (String value : values(kind, 1)) {
            String masked = mask.mask(value);
            assertThat(originals.put(masked, value))
                    .as("%s and another one became %s", value, masked)
                    .isNull();
            if (!value.isBlank()) {
                assertThat(masked).isNotEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lengths_and_formats_stay(Kind kind) {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(kind), ValueType.TEXT);
        for (String value : values(kind, 2)) {
            String masked = mask.mask(value);
            assertThat(masked).as(value).hasSameSizeAs(value);
            assertThat(masked.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .as(value)
                    .hasSameSizeAs(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (value.codePoints().anyMatch(Character::isLetterOrDigit)) {
                assertThat(shape(masked)).as(value).isEqualTo(shape(value));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void the_same_value_becomes_the_same_in_every_table_and_only_under_the_same_key(Kind kind) {
        ColumnMask here = mask(KEY, new MaskRule.Pseudonym(kind), ValueType.TEXT);
        ColumnMask there = mask(
                MaskingKey.of(Secret.of("a key that the tests know well")),
                new MaskRule.Pseudonym(kind),
                ValueType.TEXT);
        ColumnMask elsewhere = mask(OTHER_KEY, new MaskRule.Pseudonym(kind), ValueType.TEXT);
        int same = 0;
        List<String> values =
                values(kind, 3).stream().filter(value -> value.length() > 3).toList();
        for (String value : values) {
            assertThat(there.mask(value)).isEqualTo(here.mask(value));
            same += elsewhere.mask(value).equals(here.mask(value)) ? 1 : 0;
        }
        assertThat(same).isLessThan(values.size() / 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NAME", "E_MAIL", "ADDRESS", "CODE", "TEXT"})
    void values_that_differ_in_capitals_alone_still_do(Kind kind) {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(kind), ValueType.TEXT);
        Map<String, String> originals = new HashMap<>();
        Random random = new Random(4);
        for (int i = 0; i < VALUES; i++) {
            String value = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(any -> String.valueOf((char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26))))
                    .collect(Collectors.joining());
            String folded = mask.mask(value).toLowerCase(Locale.ROOT);
            String other = originals.put(folded, value.toLowerCase(Locale.ROOT));
            assertThat(other == null || other.equals(value.toLowerCase(Locale.ROOT)))
                    .as(value)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252,abcxyzàâäçèéêëîïôöùûüÿñøåæþßšžœŠŽŒŸÀÂÄÇÈÉÊËÎÏÔÖ€ƒ",
        "ISO-8859-1,abcxyzàâäçèéêëîïôöùûüÿñøåæþßÀÂÄÇÈÉÊËÎÏÔÖ§",
        "ISO-8859-2,abcxyzáâăäĺćçčéęëěíîďđńňóôőöřůúűüýţšžŠŽŁ",
        "windows-1251,abcxyzабвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЯЎў",
        "US-ASCII,abcxyz"
    })
    void pseudonyms_are_made_of_what_the_column_can_hold(Charset charset, String letters) {
        ColumnFacts limited = new ColumnFacts(
                "c",
                "varchar",
                ValueType.TEXT,
                ValueType.OTHER,
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                Optional.of(charset),
                false);
        Random random = new Random(10);
        for (Kind kind : Kind.values()) {
            MaskRule rule = new MaskRule.Pseudonym(kind);
            ColumnMask mask = new ColumnMasks(KEY).of(rule, limited, "t.c").orElseThrow();
            ColumnMask json = new ColumnMasks(KEY)
                    .of(new MaskRule.Json(Map.of(), rule), limited, "t.c")
                    .orElseThrow();
            ColumnMask unlimited = mask(KEY, rule, ValueType.TEXT);
            Map<String, String> originals = new HashMap<>();
            for (int i = 0; i < 3000; i++) {
                String value = IntStream.range(0, 1 + random.nextInt(12))
                        .mapToObj(any -> letters.substring(random.nextInt(letters.length()))
                                .substring(0, 1))
                        .collect(Collectors.joining());
                String masked = mask.mask(value);
                assertThat(charset.newEncoder().canEncode(masked)).as(value).isTrue();
                assertThat(charset.newEncoder().canEncode(json.mask("\"" + value + "\"")))
                        .as(value)
                        .isTrue();
                assertThat(masked).hasSameSizeAs(value);
                String other = originals.put(masked, value);
                assertThat(other == null || other.equals(value)).as(value).isTrue();
                if (value.chars().allMatch(letter -> letter < 128)) {
                    assertThat(masked).isEqualTo(unlimited.mask(value));
                }
            }
        }
    }

    @Test
    void character_sets_have_the_names_that_databases_give_them() {
        assertThat(CharacterSets.ofMariaDb("latin1")).contains(Charset.forName("windows-1252"));
        assertThat(CharacterSets.ofMariaDb("latin7")).contains(Charset.forName("ISO-8859-13"));
        assertThat(CharacterSets.ofMariaDb("utf8mb4")).isEmpty();
        assertThat(CharacterSets.ofPostgres("LATIN1")).contains(Charset.forName("ISO-8859-1"));
        assertThat(CharacterSets.ofPostgres("WIN1252")).contains(Charset.forName("windows-1252"));
        assertThat(List.of("UTF8", "SQL_ASCII"))
                .allSatisfy(name -> assertThat(CharacterSets.ofPostgres(name)).isEmpty());
    }

    /** All of a small domain, so that nothing is left to luck. */
    @ParameterizedTest
    @MethodSource("smallDomains")
    void a_permutation_is_one_without_fixed_points(List<Integer> radices) {
        Permutation permutation = new Permutation(KEY.permutation("test"));
        int size = radices.stream().reduce(1, (one, other) -> one * other);
        Set<List<Integer>> images = new HashSet<>();
        for (int number = 0; number < size; number++) {
            int[] digits = new int[radices.size()];
            int rest = number;
            for (int i = 0; i < digits.length; i++) {
                digits[i] = rest % radices.get(i);
                rest /= radices.get(i);
            }
            List<Integer> before = IntStream.of(digits).boxed().toList();
            permutation.apply(
                    digits, radices.stream().mapToInt(Integer::intValue).toArray(), digits.length, 7);
            List<Integer> after = IntStream.of(digits).boxed().toList();
            assertThat(after).isNotEqualTo(before);
            assertThat(images.add(after)).isTrue();
            assertThat(IntStream.range(0, digits.length).allMatch(i -> digits[i] >= 0 && digits[i] < radices.get(i)))
                    .isTrue();
        }
    }

    static Stream<List<Integer>> smallDomains() {
        return Stream.of(
                List.of(2),
                List.of(3),
                List.of(26),
                List.of(2, 2),
                List.of(10, 10),
                List.of(26, 10, 10),
                List.of(20, 6, 20, 6),
                List.of(3, 5, 7, 2, 11),
                List.of(2, 2, 2, 2, 2, 2, 2, 2, 2));
    }

    @Test
    void masked_account_numbers_have_valid_check_digits() {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(Kind.IBAN), ValueType.TEXT);
        for (String value : values(Kind.IBAN, 5)) {
            String masked = mask.mask(value);
            String turned = masked.replace(" ", "").substring(4) + "1217" + masked.substring(2, 4);
            assertThat(masked).startsWith("CH");
            assertThat(new BigInteger(turned).mod(BigInteger.valueOf(97)))
                    .as(masked)
                    .isEqualTo(BigInteger.ONE);
        }
    }

    @Test
    void masked_mail_addresses_end_in_no_country() {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(Kind.E_MAIL), ValueType.TEXT);
        for (String country : Locale.getISOCountries()) {
            String masked = mask.mask("somebody@example." + country.toLowerCase(Locale.ROOT));
            String end = masked.substring(masked.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
            assertThat(Locale.getISOCountries()).as(country).doesNotContain(end);
        }
        assertThat(mask.mask("a@b.com")).endsWith(".xln");
    }

    @Test
    void phone_numbers_keep_what_tells_the_country() {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(Kind.PHONE), ValueType.TEXT);
        assertThat(mask.mask("+41 79 123 45 67")).matches("\\+41 \\d\\d \\d{3} \\d\\d \\d\\d");
        assertThat(mask.mask("0791234567")).isNotEqualTo("0791234567").startsWith("0");
        assertThat(mask.mask("+41")).matches("\\+\\d\\d").isNotEqualTo("+41");
    }

    /** All short ones, so that nothing is left to luck. */
    @Test
    void phone_numbers_with_and_without_zeros_at_the_beginning_stay_different() {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(Kind.PHONE), ValueType.TEXT);
        for (String shape : List.of("%01d", "%02d", "%03d", "%04d", "(0) %03d", "0-%02d", "a%02d", "+4%02d")) {
            Set<String> seen = new HashSet<>();
            int numbers = shape.contains("4d") ? 10_000 : shape.contains("3d") ? 1000 : shape.contains("2d") ? 100 : 10;
            for (int i = 0; i < numbers; i++) {
                String value = String.format(Locale.ROOT, shape, i);
                String masked = mask.mask(value);
                assertThat(masked).hasSameSizeAs(value);
                assertThat(seen.add(masked)).as(value).isTrue();
                if (value.matches(".*[1-9a-z].*")) {
                    assertThat(masked).isNotEqualTo(value);
                }
            }
        }
        assertThat(List.of("0", "00", "0 00", "(0)", " "))
                .allSatisfy(zeros -> assertThat(mask.mask(zeros)).isEqualTo(zeros));
        assertThat(mask.mask("(0)44 123")).startsWith("(0)").isNotEqualTo("(0)44 123");
        assertThat(mask.mask("--")).isNotEqualTo("--");
    }

    @ParameterizedTest
    @MethodSource("numberRules")
    void numbers_keep_their_digits_and_stay_different(MaskRule rule) {
        Random random = new Random(6);
        ColumnMask mask = new ColumnMasks(KEY)
                .of(rule, facts(ValueType.INTEGER, Optional.of(BigInteger.valueOf(Integer.MAX_VALUE)), true), "t.c")
                .orElseThrow();
        Set<String> seen = new HashSet<>();
        Set<String> values = IntStream.generate(() -> random.nextInt() >> random.nextInt(31))
                .limit(VALUES)
                .mapToObj(String::valueOf)
                .collect(Collectors.toSet());
        values.addAll(List.of("2147483647", "-2147483648", "0", "1", "-1", "9", "10", "99", "100"));
        for (String value : values) {
            String masked = mask.mask(value);
            assertThat(Integer.parseInt(masked)).isNotEqualTo(Integer.parseInt(value));
            assertThat(masked).hasSameSizeAs(value);
            assertThat(seen.add(masked)).as(value).isTrue();
        }
    }

    static Stream<MaskRule> numberRules() {
        return Stream.of(
                new MaskRule.Noise(BigDecimal.TEN),
                new MaskRule.Noise(new BigDecimal("0.5")),
                new MaskRule.Noise(new BigDecimal("100")),
                new MaskRule.Pseudonym(Kind.CODE));
    }

    /** Those that begin alike, too, and those at the ends of what a type can hold. */
    @ParameterizedTest
    @MethodSource("numberRules")
    void long_numbers_change_from_their_first_digits_on_and_stay_different(MaskRule rule) {
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
        ColumnMask mask = new ColumnMasks(KEY)
                .of(rule, facts(ValueType.INTEGER, Optional.of(largest), true), "t.c")
                .orElseThrow();
        Random random = new Random(8);
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            values.add(String.valueOf(random.nextLong() >> random.nextInt(15)));
            values.add(String.valueOf(Long.MAX_VALUE - i * 3L));
            values.add(String.valueOf(Long.MIN_VALUE + i * 3L));
            values.add(String.valueOf(4_111_222_233_334_444_555L + i));
            values.add(String.valueOf(1_000_000_000_000_000_000L + i));
        }
        Set<String> seen = new HashSet<>();
        int sameHead = 0;
        for (String value : values) {
            String masked = mask.mask(value);
            assertThat(Long.parseLong(masked)).isNotEqualTo(Long.parseLong(value));
            assertThat(masked).hasSameSizeAs(value);
            assertThat(seen.add(masked)).as(value).isTrue();
            sameHead += masked.startsWith(value.substring(0, Math.min(15, value.length()))) ? 1 : 0;
        }
        assertThat(sameHead).isZero();
    }

    /** All that begin alike, so that nothing is left to luck. */
    @Test
    void the_last_digits_of_long_numbers_are_a_permutation() {
        ColumnMask mask = mask(KEY, new MaskRule.Pseudonym(Kind.CODE), ValueType.DECIMAL);
        Set<String> seen = new HashSet<>();
        for (String head : List.of("411122223333444", "-411122223333444", "100000000000000", "999999999999999")) {
            for (int i = 0; i < 1000; i++) {
                String value = head + String.format(Locale.ROOT, "%03d", i);
                String masked = mask.mask(value);
                assertThat(masked).hasSameSizeAs(value).isNotEqualTo(value);
                assertThat(seen.add(masked)).as(value).isTrue();
            }
        }
    }

    @Test
    void decimals_with_many_places_hide_what_stands_before_the_point() {
        ColumnMask pseudonym = mask(KEY, new MaskRule.Pseudonym(Kind.CODE), ValueType.DECIMAL);
        ColumnMask noise = mask(KEY, new MaskRule.Noise(new BigDecimal("50")), ValueType.DECIMAL);
        Random random = new Random(9);
        Set<String> pseudonyms = new HashSet<>();
        double moved = 0;
        int same = 0;
        for (int i = 0; i < 5000; i++) {
            String end = "0".repeat(random.nextInt(45));
            BigDecimal value =
                    new BigDecimal((i % 2 == 0 ? "" : "-") + (10_000 + i) + "." + (10 + random.nextInt(90)) + end);
            BigDecimal one = new BigDecimal(pseudonym.mask(value.toPlainString()));
            BigDecimal other = new BigDecimal(noise.mask(value.toPlainString()));
            assertThat(one.scale()).isEqualTo(value.scale());
            assertThat(one.precision()).isEqualTo(value.precision());
            assertThat(one.signum()).isEqualTo(value.signum());
            assertThat(pseudonyms.add(one.toPlainString())).isTrue();
            same += one.toBigInteger().equals(value.toBigInteger()) ? 1 : 0;
            assertThat(other.subtract(value).abs())
                    .isLessThanOrEqualTo(value.abs().divide(BigDecimal.valueOf(2)))
                    .isNotZero();
            moved += other.subtract(value).abs().doubleValue();
        }
        assertThat(same).isLessThan(20);
        assertThat(moved / 5000)
                .as("how far noise moves numbers of 10 to 15 thousand")
                .isGreaterThan(500);
        assertThat(pseudonym.mask("0.000000000000000000")).matches("0\\.0{17}[1-9]");
        assertThat(pseudonym.mask("0." + "0".repeat(40) + "7")).matches("0\\.0{40}\\d");
        String json = mask(KEY, new MaskRule.Json(Map.of(), new MaskRule.Pseudonym(Kind.CODE)), ValueType.JSON)
                .mask("{\"n\":75123.450000000000000000}");
        assertThat(json).matches("\\{\"n\":\\d{5}\\.\\d{18}}").doesNotContain("75123");
    }

    @Test
    void noise_stays_within_its_part_and_keeps_the_scale() {
        ColumnMask mask = mask(KEY, new MaskRule.Noise(BigDecimal.TEN), ValueType.DECIMAL);
        Random random = new Random(7);
        for (int i = 0; i < VALUES; i++) {
            BigDecimal value = BigDecimal.valueOf(1000 + random.nextInt(1_000_000_000), 2);
            BigDecimal masked = new BigDecimal(mask.mask(value.toPlainString()));
            assertThat(masked.scale()).isEqualTo(2);
            assertThat(masked.subtract(value).abs())
                    .isLessThanOrEqualTo(value.movePointLeft(1))
                    .isNotZero();
        }
        assertThat(mask.mask("NaN")).isEqualTo("NaN");
        assertThat(new BigDecimal(mask.mask("123456789012345678901234567890.12345")))
                .isNotEqualTo(new BigDecimal("123456789012345678901234567890.12345"));
    }

    @Test
    void shifted_dates_keep_the_time_between_them() {
        ColumnMask mask = mask(KEY, new MaskRule.Shift(90), ValueType.DATE);
        LocalDate first = LocalDate.parse("2024-02-29");
        long shift = ChronoUnit.DAYS.between(first, LocalDate.parse(mask.mask("2024-02-29")));
        assertThat(Math.abs(shift)).isBetween(1L, 90L);
        for (int i = 0; i < 3000; i++) {
            LocalDate date = first.plusDays(i);
            assertThat(mask.mask(date + " 12:34:56.789+02")).isEqualTo(date.plusDays(shift) + " 12:34:56.789+02");
        }
        assertThat(List.of("infinity", "-infinity", "9999-12-31", "0001-01-01"))
                .allSatisfy(endless -> assertThat(mask.mask(endless)).isEqualTo(endless));
    }

    @Test
    void scattered_dates_stay_near_and_different() {
        for (int days : new int[] {1, 2, 30, 1000}) {
            ColumnMask mask = mask(KEY, new MaskRule.Scatter(days), ValueType.DATE);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 5000; i++) {
                LocalDate date = LocalDate.parse("1950-01-01").plusDays(i);
                LocalDate masked = LocalDate.parse(mask.mask(date.toString()));
                assertThat(Math.abs(ChronoUnit.DAYS.between(date, masked))).isBetween(1L, (long) days);
                assertThat(seen.add(masked.toString())).isTrue();
            }
        }
    }

    @Test
    void digests_are_of_the_length_that_the_column_takes() {
        Function<Integer, ColumnMask> hash = length -> new ColumnMasks(KEY)
                .of(
                        new MaskRule.Hash(),
                        new ColumnFacts(
                                "c",
                                "varchar",
                                ValueType.TEXT,
                                ValueType.OTHER,
                                Optional.of(length),
                                Optional.empty(),
                                true,
                                false,
                                Optional.empty(),
                                false),
                        "t.c")
                .orElseThrow();
        assertThat(hash.apply(200).mask("secret")).matches("[0-9a-f]{64}");
        assertThat(hash.apply(40).mask("secret"))
                .isEqualTo(hash.apply(200).mask("secret").substring(0, 40));
        UUID uuid = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
        UUID masked =
                UUID.fromString(mask(KEY, new MaskRule.Hash(), ValueType.UUID).mask(uuid.toString()));
        assertThat(masked).isNotEqualTo(uuid);
        assertThat(masked.version()).isEqualTo(4);
        assertThat(masked.variant()).isEqualTo(2);
        assertThat(mask(KEY, new MaskRule.Hash(), ValueType.BINARY).mask("\\x00ff"))
                .matches("\\\\x[0-9a-f]{64}");
    }

    @Test
    void the_permutations_function_is_siphash() {
        // the test vector of its authors for the message 00 01 … 07 under the key 00 01 … 0f
        assertThat(new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(0x0706050403020100L))
                .isEqualTo(0x93f5f5799a932462L);
    }
}
