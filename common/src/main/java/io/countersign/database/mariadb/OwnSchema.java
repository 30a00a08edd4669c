package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import io.countersign.database.mariadb.SqlWords.Kind;
import io.countersign.database.mariadb.SqlWords.Word;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A schema, and how texts of what is in it name it. Wherever such a text is run, the name leads back to this schema: what
 * is to work on another one must not have it.
 *
 * @param name as the server spells it
 * @param exact whether capitals and small letters count in it
 * @param objects what it has, in small letters
 */
public record OwnSchema(String name, boolean exact, Set<String> objects) {
    public OwnSchema {
        objects = Set.copyOf(objects);
    }

    private static final String OBJECTS = """
            SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
            UNION SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
            """;
    /** Statements that are put together from texts. */
    private static final Set<String> DYNAMIC = Set.of("PREPARE", "IMMEDIATE");

    private static final List<String> BODY = List.of("FOR", "EACH", "ROW");

    /** The connection's present one. */
    public static OwnSchema of(Connection connection) throws SQLException {
        Set<String> objects = Rows.list(connection, OBJECTS, row -> row.getString(1)).stream()
                .map(object -> object.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return Rows.first(
                        connection,
                        "SELECT DATABASE(), @@lower_case_table_names = 0",
                        row -> new OwnSchema(row.getString(1), row.getBoolean(2), objects))
                .orElseThrow();
    }

    /** Takes the schema's name off all that it qualifies. */
    public String without(String text, String mode) {
        List<Word> words = SqlWords.of(text, mode);
        return without(text, words, places(words));
    }

    /** Likewise in front of a trigger's body alone. */
    String withoutInHead(String text, String mode) {
        List<Word> words = SqlWords.of(text, mode);
        int body = IntStream.range(0, words.size())
                .filter(i -> IntStream.range(0, BODY.size())
                        .allMatch(n -> i + n < words.size() && words.get(i + n).isName(BODY.get(n))))
                .findFirst()
                .orElse(0);
        return without(text, words, places(words).stream().filter(i -> i < body).toList());
    }

    private static String without(String text, List<Word> words, List<Integer> places) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int place : places) {
            result.append(text, from, words.get(place).from());
            from = words.get(place + 2).from();
        }
        return result.append(text.substring(from)).toString();
    }

    /** Whether a text names the schema, in a statement that it puts together too. */
    public boolean isNamedIn(String text, String mode) {
        List<Word> words = SqlWords.of(text, mode);
        boolean dynamic = words.stream()
                .anyMatch(word -> word.kind() == Kind.NAME
                        && DYNAMIC.contains(word.value().toUpperCase(Locale.ROOT)));
        return !places(words).isEmpty()
                || (dynamic
                        && words.stream()
                                .filter(word -> word.kind() == Kind.TEXT)
                                .flatMap(word -> SqlWords.of(word.value(), mode).stream())
                                .anyMatch(this::isIt));
    }

    /** Which words are the schema's name in front of something of the schema's. */
    private List<Integer> places(List<Word> words) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + 2 < words.size(); i++) {
            if (isIt(words.get(i)) && isFirst(words, i) && isDot(words, i + 1) && isSchema(words, i)) {
                places.add(i);
            }
        }
        return places;
    }

    private boolean isIt(Word word) {
        return word.kind() == Kind.NAME
                && (exact ? word.value().equals(name) : word.value().equalsIgnoreCase(name));
    }

    /** A variable's name may have dots, and a host is no schema. */
    private static boolean isFirst(List<Word> words, int place) {
        return place == 0
                || !(words.get(place - 1).isSign('.') || words.get(place - 1).isSign('@'));
    }

    private static boolean isDot(List<Word> words, int place) {
        return place < words.size() && words.get(place).isSign('.');
    }

    /** Rather than a table or an alias of the same name, in front of a column. */
    private boolean isSchema(List<Word> words, int place) {
        Word object = words.get(place + 2);
        boolean called = place + 3 < words.size() && words.get(place + 3).isSign('(');
        if (called || isDot(words, place + 3) || objects.contains(object.value().toLowerCase(Locale.ROOT))) {
            return true;
        }
        return IntStream.range(0, words.size())
                .noneMatch(i -> isIt(words.get(i)) && isFirst(words, i) && !isDot(words, i + 1));
    }
}
