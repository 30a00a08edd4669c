package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApplicationPlace;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import io.countersign.promotion.SmokeCheck;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.Target.Credentials;
import io.countersign.promotion.TargetCatalogue;
import io.countersign.promotion.WavePolicy;
import io.countersign.promotion.WavePolicy.Share;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionPathReaderTest {
    private static final String WHOLE = """
            version: 1
            people: { alice: 0123456789abcdef0123456789abcdef01234567 }
            roles:
              developer: { keys: [keys/developers.asc, keys/more.asc] }
              customer:  { keys: [keys/customer.asc] }
              operator:  { keys: keys/operator.asc }
            stages:
              - name: DEV
                targets: [ { name: dev, url: "jdbc:h2:./target/dev", credentials: none } ]
              - name: QAT
                approvals: 1 developer
                receipts: operator
                backup: { method: auto, directory: saved, test-restore: true, keep: 7 }
                way-back: liquibase
                targets:
                  - name: qat
                    url: jdbc:postgresql://localhost:5432/qat
                    credentials: { id: qat-db }
                    schema: shop
                    application: { directory: /srv/shop, stop: "shop stop", start: "shop start", timeout: 2m, keep: 4 }
              - name: PRD
                approvals: (2 customer and 1 developer) or alice
                exceptions: 1 operator and 1 customer
                signed-tag: developer
                window: Mon-Wed,Fri 20:00-06:00 Europe/Zurich
                outside-transaction: refuse
                freeze: read-only
                smoke:
                  - { sql: "select count(*) from book", expect: "3" }
                  - { http: "http://localhost:8080/health", status: 204, timeout: 500ms }
                targets:
                  - { name: prd, url: "jdbc:mariadb://db/prd", credentials: { environment: { user: PRD_USER, password: PRD_PASSWORD } } }
                  - { name: spare, url: "jdbc:mariadb://spare/prd", credentials: { user: shop } }
            """;

    /** As little as there may be, to which each test adds its mistake. */
    private static final String SMALL = """
            version: 1
            roles:
              developer: { keys: [d.asc] }
              operator: { keys: [o.asc] }
            stages:
              - name: DEV
                receipts: operator
                targets: [ { name: dev, url: "jdbc:h2:mem:dev" } ]
            """;

    @TempDir
    Path folder;

    @Test
    void reads_everything_that_can_be_said() {
        PromotionPath path = read(WHOLE);
        assertThat(path.people()).containsExactly(entry("alice", "0123456789ABCDEF0123456789ABCDEF01234567"));
        assertThat(path.roles())
                .containsExactly(
                        new Role(
                                "developer",
                                List.of(folder.resolve("keys/developers.asc"), folder.resolve("keys/more.asc")),
                                List.of()),
                        new Role("customer", List.of(folder.resolve("keys/customer.asc")), List.of()),
                        new Role("operator", List.of(folder.resolve("keys/operator.asc")), List.of()));

        Stage qat = path.stage("QAT");
        assertThat(qat.entry().after()).isEmpty();
        assertThat(qat.deployment().receipts()).contains("operator");
        assertThat(qat.deployment().backup())
                .isEqualTo(
                        new BackupPolicy("auto", folder.resolve("saved"), Optional.empty(), Optional.empty(), true, 7));
        assertThat(qat.deployment().wayBack()).isEqualTo(Stage.WayBack.LIQUIBASE);
        assertThat(qat.targets())
                .containsExactly(new Target(
                        "qat",
                        "jdbc:postgresql://localhost:5432/qat",
                        new Credentials.Reference("qat-db"),
                        Optional.of("shop"),
                        Optional.of(new ApplicationPlace(
                                Path.of("/srv/shop"),
                                Optional.of("shop stop"),
                                Optional.of("shop start"),
                                Duration.ofMinutes(2),
                                4))));

        Stage prd = path.stage("PRD");
        assertThat(prd.entry().after()).contains("QAT");
        assertThat(path.predecessor(prd)).contains(qat);
        assertThat(prd.entry().rehearsed()).isTrue();
        assertThat(prd.entry().approvals().text()).isEqualTo("(2 customer and 1 developer) or alice");
        assertThat(prd.entry().exceptions().text()).isEqualTo("1 operator and 1 customer");
        assertThat(prd.entry().signedTag()).contains("developer");
        assertThat(prd.entry().window().orElseThrow().days())
                .containsExactlyInAnyOrder(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY);
        assertThat(prd.deployment().outsideTransaction()).isEqualTo(Stage.OutsideTransaction.REFUSE);
        assertThat(prd.deployment().freeze().mode()).isEqualTo(Stage.Freeze.READ_ONLY);
        assertThat(prd.deployment().smokeChecks())
                .containsExactly(
                        new SmokeCheck.Sql("select count(*) from book", "3"),
                        new SmokeCheck.Http("http://localhost:8080/health", 204, Duration.ofMillis(500)));
        assertThat(prd.targets())
                .extracting(Target::credentials)
                .containsExactly(
                        new Credentials.Environment("PRD_USER", "PRD_PASSWORD"), new Credentials.UserOnly("shop"));
    }

    @Test
    void a_freeze_can_say_more_than_its_mode() {
        String text = SMALL.replaceFirst(
                "name: DEV", "name: DEV\n    freeze: { mode: offline, sessions: wait, patience: 5m, except: [ ann ] }");
        assertThat(read(text).stage("DEV").deployment().freeze())
                .isEqualTo(new FreezePolicy(
                        Stage.Freeze.OFFLINE, FreezePolicy.Sessions.WAIT, Duration.ofMinutes(5), Set.of("ann")));
    }

    @Test
    void targets_come_from_a_file_of_their_own_too_and_go_in_waves() throws IOException {
        Files.writeString(folder.resolve("shops.yml"), "targets: [ { name: one, url: 'jdbc:h2:mem:1' } ]\n");
        String text = SMALL.replaceFirst("receipts: operator", """
                receipts: operator
                    targets-file: shops.yml
                    waves: { sizes: [ 1, 10 %, rest ], parallel: 3, stop-after: 5 %, pause: yes }""");

        Stage dev = read(text).stage("DEV");

        assertThat(dev.targets()).extracting(Target::name).containsExactly("dev", "one");
        assertThat(dev.waves())
                .isEqualTo(new WavePolicy(
                        List.of(new Share(1, false), new Share(10, true), new Share(100, true)),
                        3,
                        new Share(5, true),
                        WavePolicy.Pause.REPEAT));
        assertThat(dev.waves().waves(IntStream.range(0, 25).boxed().toList()))
                .extracting(List::size)
                .containsExactly(1, 3, 21);
        assertThat(WavePolicy.DEFAULT.waves(List.of(1, 2, 3))).containsExactly(List.of(1, 2, 3));
        assertThatThrownBy(() -> read(text.replace("10 %", "none")))
                .hasMessageContaining("\"none\" is no size of a wave");
        Files.writeString(folder.resolve("shops.yml"), "targets: [ { nam: one, url: 'jdbc:h2:mem:1' } ]\n");
        assertThatThrownBy(() -> read(text))
                .hasMessageContaining("shops.yml has")
                .hasMessageContaining("\"nam\"");
    }

    @Test
    void what_is_left_out_is_the_safe_choice() {
        Stage dev = read(WHOLE).stage("DEV");
        assertThat(dev.entry().preliminary()).isTrue();
        assertThat(dev.entry().approvals()).isEqualTo(new ApprovalRule.Nobody());
        assertThat(dev.entry().exceptions()).isEqualTo(new ApprovalRule.Nobody());
        assertThat(dev.entry().rehearsed()).isFalse();
        assertThat(dev.entry().window()).isEmpty();
        assertThat(dev.deployment().wayBack()).isEqualTo(Stage.WayBack.RESTORE);
        assertThat(dev.deployment().backup().method()).isEqualTo(BackupPolicy.AUTO);
        assertThat(dev.deployment().backup().directory()).isEqualTo(folder.resolve("backups"));
        assertThat(dev.deployment().freeze()).isEqualTo(FreezePolicy.NONE);
        assertThat(read(WHOLE).stage("PRD").entry().preliminary()).isFalse();
        assertThat(read(WHOLE).isFirst(dev)).isTrue();
    }

    @Test
    void reads_files_from_windows_too() {
        String text = "\uFEFF" + SMALL.replace("\n", "\r\n");
        assertThat(read(text)).isEqualTo(read(SMALL));
    }

    @Test
    void a_later_stage_may_stand_alone() {
        PromotionPath path =
                read(SMALL + "  - { name: LAB, after: none, targets: { name: lab, url: 'jdbc:h2:mem:lab' } }\n");
        assertThat(path.stage("LAB").entry().after()).isEmpty();
        assertThat(path.stage("LAB").entry().rehearsed()).isFalse();
    }

    record Mistake(String text, String place, List<String> words) {
        Mistake(String text, String place, String... words) {
            this(text, place, List.of(words));
        }

        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    private static Mistake inStage(String line, String column, String... words) {
        return new Mistake(SMALL + "  - { name: QAT, " + line + " }\n", "line 9, column " + column, words);
    }

    private static Mistake inTarget(String entries, String... words) {
        return new Mistake(
                SMALL + "  - name: QAT\n    targets:\n      - { name: qat, " + entries + " }\n", "line 11", words);
    }

    static List<Mistake> mistakes() {
        String targets = "targets: { name: t, url: 'jdbc:h2:mem:t' }";
        return List.of(
                new Mistake("", "", "the file is empty"),
                new Mistake("just a text", "line 1, column 1", "not a mapping"),
                new Mistake("version: 1\nstages: [", "line 2, column 10", "expected YAML"),
                new Mistake("version: 1\n---\nversion: 1\n", "line 2, column 1", "expected YAML"),
                new Mistake(SMALL.replace("version: 1\n", ""), "line 1", "has no \"version\""),
                new Mistake(SMALL.replace("version: 1", "version: 2"), "line 1, column 10", "\"version\" is \"2\""),
                new Mistake(SMALL + "stage: x\n", "line 9, column 1", "\"stage\" is not known", "\"stages\"?"),
                new Mistake(SMALL + "zzz: x\n", "line 9, column 1", "one of attestors, people, roles, stages, version"),
                new Mistake(SMALL + "version: 1\n", "line 9, column 1", "\"version\" stands twice"),
                new Mistake(SMALL + "people: { bob: 0123 }\n", "line 9, column 16", "\"0123\" is no fingerprint"),
                new Mistake(SMALL + "people: { 'or': " + "A".repeat(40) + " }\n", "line 9", "no name for a person"),
                new Mistake(SMALL + "people: { operator: " + "A".repeat(40) + " }\n", "line 9", "a role and a person"),
                new Mistake(
                        SMALL + "people: { bob: " + "a".repeat(40) + ", tom: " + "A".repeat(40) + " }\n",
                        "line 9, column 63",
                        "\"tom\" has another name already"),
                new Mistake(SMALL.replace("[d.asc]", "[]"), "line 3", "the role developer has no keys"),
                new Mistake(SMALL.replace("[d.asc]", "\"a\\0b\""), "line 3", "is no path"),
                new Mistake(SMALL.replace("developer:", "12:"), "line 3", "\"12\" is no name for a role"),
                new Mistake("version: 1\nroles: {}\n", "line 1", "there are no stages"),
                new Mistake(SMALL.replace("targets: [", "unused: ["), "line 6", "the stage has no targets"),
                new Mistake(SMALL.replace("name: DEV", "name: D/V"), "line 6, column 11", "\"D/V\" is no name"),
                new Mistake(SMALL.replace("name: DEV", "name: none"), "line 6, column 11", "\"none\" is no name"),
                new Mistake(
                        SMALL + SMALL.substring(SMALL.indexOf("  - name")).replace("DEV", "dev"),
                        "line 9",
                        "stands twice"),
                new Mistake(
                        SMALL.replace("receipts: operator", "after: QAT"),
                        "line 7, column 12",
                        "no stage before this one"),
                new Mistake(
                        SMALL.replace("receipts: operator", "after: DEV"),
                        "line 7, column 12",
                        "no stage before this one"),
                new Mistake(
                        SMALL.replace("receipts: operator", "rehearsed: true"), "line 7", "no stage whose rehearsal"),
                new Mistake(
                        SMALL.replace("receipts: operator", "receipt-archive: receipts"),
                        "line 7",
                        "the stage signs no receipts"),
                new Mistake(
                        SMALL.replace("receipts: operator", "receipts: boss"),
                        "line 7",
                        "there is no role \"boss\"",
                        "one of developer, operator"),
                inStage(
                        "approvals: 2 developr, " + targets,
                        "29",
                        "\"approvals\" is \"2 developr\"",
                        "instead of \"developr\" at its character 3"),
                inStage("preliminary: true, " + targets, "31", "later stage"),
                inStage("preliminary: maybe, " + targets, "31", "true or false"),
                inStage("window: always, " + targets, "26", "Mon-Fri 20:00-06:00"),
                inStage("window: Mon-Fri 20:00-25:00 Europe/Zurich, " + targets, "26", "Mon-Fri 20:00-06:00"),
                inStage("window: Mon-Fri 20:00-06:00 Europe/Zurick, " + targets, "26", "Zurick"),
                inStage("window: Mon-Fry 20:00-06:00 Europe/Zurich, " + targets, "26", "Mon-Fri 20:00-06:00"),
                inStage("way-back: hope, " + targets, "28", "one of restore, liquibase"),
                inStage("freeze: [none], " + targets, "26", "no value that can be used"),
                inStage("freeze: , " + targets, "25", "no value that can be used"),
                inStage("freeze: { mode: solid }, " + targets, "34", "one of none, read-only, offline"),
                inStage("freeze: { sessions: end }, " + targets, "26", "\"mode\""),
                inStage("backup: { methode: auto }, " + targets, "28", "\"methode\" is not known", "\"method\"?"),
                inStage("backup: { method: tape }, " + targets, "36", "\"tape\" is no backup method"),
                inStage("backup: { method: external }, " + targets, "36", "no commands"),
                inStage("backup: { keep: 0 }, " + targets, "34", "a whole number from 1 to 1000"),
                inStage("smoke: [ { sql: select 1 } ], " + targets, "27", "has no \"expect\""),
                inStage("smoke: [ { http: 'ftp://x' } ], " + targets, "35", "is no address"),
                inStage("smoke: [ { http: 'http://x/', status: 1000 } ], " + targets, "56", "100 to 599"),
                inStage("smoke: [ { http: 'http://x/', timeout: 30 } ], " + targets, "57", "such as 30s"),
                inStage("signed-tag: nobody, " + targets, "30", "no role \"nobody\""),
                inStage("after: NOWHERE, " + targets, "25", "no stage before this one is called \"NOWHERE\""),
                inTarget("url: 'postgresql://x/y'", "no JDBC URL"),
                inTarget("url: 'jdbc:h2:mem:x', credentials: { idd: x }", "\"idd\" is not known"),
                inTarget("url: 'jdbc:h2:mem:x', credentials: { environment: { user: U } }", "has no \"password\""),
                inTarget("url: 'jdbc:h2:mem:x', application: { keep: 3 }", "has no \"directory\""),
                inTarget("url: 'jdbc:h2:mem:x', application: { directory: \"\\0\" }", "\"directory\""),
                inTarget("credentials: none", "has no \"url\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tells_each_mistake_with_its_place(Mistake mistake) {
        CountersignException refusal = refusal(mistake.text());
        assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal.problem().found())
                .contains("stages.yml")
                .contains(mistake.place())
                .contains(mistake.words());
        assertThat(refusal.problem().remedy()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: 'jdbc:postgresql://h/d?user=x&password=GEHEIM'",
                "url: 'jdbc:postgresql://x:GEHEIM@h/d'",
                "url: 'jdbc:mariadb://h/d?trustStorePassword=GEHEIM'",
                "url: 'jdbc:h2:./d;USER=sa;PASSWORD=GEHEIM'",
                "url: 'jdbc:mysql://address=(host=h)(user=u)(password=GEHEIM)/d'",
                "url: 'jdbc:oracle:thin:scott/GEHEIM@//h:1521/x'",
                "url: 'jdbc:sqlserver://h; Pwd = GEHEIM'",
                "url: 'postgresql://x:GEHEIM@h/d'",
                "url: 'me/GEHEIM@h'",
                "url: 'jdbc:h2:mem:x', credentials: GEHEIM-",
                "url: 'jdbc:h2:mem:x', credentials: { user: x, password: GEHEIM }",
                "url: 'jdbc:h2:mem:x', credentials: { id: x, password: GEHEIM }",
                "url: 'jdbc:h2:mem:x', credentials: { environment: { user: U, password: 'GEHEIM!' } }"
            })
    void refuses_passwords_and_does_not_repeat_them(String entries) {
        CountersignException refusal = refusal(inTarget(entries).text());
        assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal).hasMessageContaining("line 11").hasMessageNotContaining("GEHEIM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h:3306/d?user=me@host&passwordCharacterEncoding=UTF-8",
                "jdbc:mariadb://h1:3306,h2:3306/d",
                "jdbc:postgresql://h/d?sslmode=require&passfile=/etc/pgpass",
                "jdbc:h2:/srv/db;MODE=PostgreSQL"
            })
    void takes_urls_that_only_look_like_it(String url) {
        assertThat(read(SMALL.replace("jdbc:h2:mem:dev", url))
                        .stage("DEV")
                        .targets()
                        .get(0)
                        .url())
                .isEqualTo(url);
    }

    /** From another folder a process would otherwise find an empty database, and make one. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:./stages/dev, jdbc:h2:{folder}/stages/dev",
        "jdbc:h2:file:./stages/dev, jdbc:h2:file:{folder}/stages/dev",
        "jdbc:h2:./dev;MODE=PostgreSQL;INIT=RUNSCRIPT FROM './x.sql', "
                + "jdbc:h2:{folder}/dev;MODE=PostgreSQL;INIT=RUNSCRIPT FROM './x.sql'",
        "jdbc:h2:./a/../b, jdbc:h2:{folder}/b",
        "jdbc:h2:file:../dev, jdbc:h2:file:{parent}/dev",
        "jdbc:h2:mem:./dev, jdbc:h2:mem:./dev",
        "jdbc:h2:~/dev, jdbc:h2:~/dev",
        "jdbc:h2:tcp://localhost/./dev, jdbc:h2:tcp://localhost/./dev",
        "jdbc:h2:ssl://localhost/./dev, jdbc:h2:ssl://localhost/./dev",
        "jdbc:h2:zip:./dev.zip!/dev, jdbc:h2:zip:./dev.zip!/dev",
        "jdbc:hsqldb:file:./dev, jdbc:hsqldb:file:./dev"
    })
    void looks_for_h2_files_from_its_own_folder(String written, String meant) {
        String expected = meant.replace("{folder}", folder.toString())
                .replace("{parent}", folder.resolveSibling("").toString());
        assertThat(read(SMALL.replace("jdbc:h2:mem:dev", written)).stage("DEV").targets())
                .extracting(Target::url)
                .containsExactly(expected);
        String catalogue = SMALL.replaceAll("targets:.*", "targets-query: { url: \"%s\", sql: select 1 }");
        TargetCatalogue asked =
                read(catalogue.formatted(written)).stage("DEV").catalogue().orElseThrow();
        assertThat(asked.url()).isEqualTo(expected);
        assertThat(asked.target("shop", written, Optional.empty(), Optional.empty())
                        .url())
                .isEqualTo(expected);
    }

    @Test
    void refuses_an_h2_file_in_a_folder_that_no_url_can_name() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a;b"));
        Path file = Files.writeString(odd.resolve("stages.yml"), SMALL.replace("jdbc:h2:mem:dev", "jdbc:h2:./dev"));
        assertThat(catchThrowableOfType(CountersignException.class, () -> PromotionPathReader.read(file)))
                .hasMessageContaining("semicolon")
                .extracting(CountersignException::code)
                .isEqualTo(ProblemCode.CONFIGURATION_INVALID);
    }

    @Test
    void tells_all_mistakes_at_once() {
        CountersignException refusal = refusal(SMALL.replace("name: DEV", "nam: DEV")
                        .replace("receipts: operator", "receipts: boss")
                        .replace("version: 1", "version: one")
                + "people: { bob: x }\n");
        assertThat(refusal.problem().found())
                .contains("has 5 mistakes")
                .contains("\"version\" is \"one\"")
                .contains("has no \"name\"")
                .contains("\"nam\" is not known")
                .contains("no role \"boss\"")
                .contains("\"X\" is no fingerprint");
    }

    @Test
    void tells_mistakes_in_the_order_of_the_file() {
        String found = refusal(
                        SMALL.replace("receipts: operator", "receipts: boss").replace("version: 1", "versio: 1"))
                .problem()
                .found();
        assertThat(found).containsSubsequence("\"versio\" is not known", "line 7, column ", "no role \"boss\"");
    }

    @Test
    void tells_of_an_empty_file_in_a_sentence() {
        assertThat(refusal("").problem().found())
                .isEqualTo(folder.resolve("stages.yml") + " cannot be used: the file is empty (expected key: value).");
        assertThat(refusal(SMALL.replace("operator\n", "boss\n")).problem().found())
                .contains(" has a mistake in line 7, ");
    }

    @Test
    void constructs_no_objects_and_expands_no_bombs() {
        assertThat(refusal(SMALL.replace("DEV", "!!javax.script.ScriptEngineManager []"))
                        .code())
                .isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int level = 1; level < 30; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(9)));
        }
        assertThat(refusal(bomb + SMALL).code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal("version: " + "[".repeat(5_000)).code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal("&a { version: 1, stages: [ *a ] }").code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal("version: 1\n? [a]\n: b\n").problem().found()).contains("is not a word");
    }

    @Test
    void tells_missing_unreadable_and_foreign_files() throws IOException {
        Path missing = folder.resolve("nowhere.yml");
        CountersignException refusal =
                catchThrowableOfType(CountersignException.class, () -> PromotionPathReader.read(missing));
        assertThat(refusal.code()).isEqualTo(ProblemCode.FILE_MISSING);
        assertThat(refusal.problem().remedy()).contains("countersign:init");

        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(catchThrowableOfType(CountersignException.class, () -> PromotionPathReader.read(binary)))
                .hasMessageContaining("UTF-8");
        Path huge = Files.write(folder.resolve("huge.yml"), new byte[(1 << 20) + 1]);
        assertThat(catchThrowableOfType(CountersignException.class, () -> PromotionPathReader.read(huge)))
                .hasMessageContaining("1 MiB");
        assertThat(refusal("a: \u0007\n").code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
    }

    @Test
    void an_unknown_stage_is_told_with_those_there_are() {
        CountersignException refusal = catchThrowableOfType(
                CountersignException.class, () -> read(WHOLE).stage("PROD"));
        assertThat(refusal.code()).isEqualTo(ProblemCode.STAGE_UNKNOWN);
        assertThat(refusal).hasMessageContaining("\"PROD\"").hasMessageContaining("DEV, QAT, PRD");
    }

    private CountersignException refusal(String text) {
        return catchThrowableOfType(CountersignException.class, () -> read(text));
    }

    private PromotionPath read(String text) {
        try {
            Path file = folder.resolve("stages.yml");
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            return PromotionPathReader.read(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
