package io.countersign.database.mariadb;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a schema has besides tables and cannot be moved with them, as statements: routines, views, triggers, events, and
 * defaults that draw from a sequence. They work in the name of the account that they did before, where whoever makes them anew may
 * give them to it. What the server itself qualifies with the schema's name has it no longer, so that it works on the schema that it is
 * made in.
 */
public final class Definitions {
    private static final String ACCOUNT = "(?:`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\")";
    private static final Pattern DEFINER = Pattern.compile("\\sDEFINER\\s*=\\s*(" + ACCOUNT + "(?:@" + ACCOUNT + ")?)");
    private static final String DEFAULT = "DEFAULT";
    /** The server always qualifies the sequence, and does not change that when a table moves to another schema. */
    private static final String DEFAULTS = """
            SELECT TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND LOCATE(CONCAT('`', DATABASE(), '`.'), COLUMN_DEFAULT) > 0
             ORDER BY TABLE_NAME, ORDINAL_POSITION
            """;
    /** Tables with former versions of their rows refuse it otherwise. */
    private static final String ALTER = "SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ALTER TABLE ";

    private static final int VIEWS_DEEP = 50;
    private static final String HIDDEN = "SELECT ROUTINE_NAME FROM information_schema.ROUTINES"
            + " WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_BODY = 'SQL' AND ROUTINE_DEFINITION IS NULL ORDER BY 1";
    private static final String NO_ACCESS = "42000";
    private static final int ROUTINE_DENIED = 1370;
    private static final int TABLE_DENIED = 1142;
    /** On the whole server: here the one to give objects to others. */
    private static final int PRIVILEGE_MISSING = 1227;

    private static final int DEFINER_UNKNOWN = 1449;

    /**
     * One object.
     *
     * @param kind as in {@code DROP kind}, but for defaults
     * @param name of a default, table and column as a statement names them that alters it
     * @param mode the SQL mode that it was written under
     * @param create makes it in the connection's present schema, and for its definer where it has one
     */
    public record Definition(String kind, String name, String mode, String create) {
        String drop() {
            return kind.equals(DEFAULT)
                    ? ALTER + name + " DROP DEFAULT"
                    : "DROP " + kind + " IF EXISTS " + MariaDbTarget.quoted(name);
        }

        /** What stands in front of the definer stays: only key words do. And an account may be called as its schema is. */
        private Definition edited(UnaryOperator<String> edit) {
            Matcher matcher = DEFINER.matcher(create);
            String bare = edit.apply(withoutDefiner());
            String other = matcher.find()
                    ? bare.substring(0, matcher.start()) + matcher.group() + bare.substring(matcher.start())
                    : bare;
            return new Definition(kind, name, mode, other);
        }

        /** The account in whose name it works, as statements write it; empty for a default. */
        public Optional<String> definer() {
            Matcher matcher = DEFINER.matcher(create);
            return kind.equals(DEFAULT) || !matcher.find() ? Optional.empty() : Optional.of(matcher.group(1));
        }

        /** The same for whoever runs it: what people wrote, and what they meant by it. */
        public String withoutDefiner() {
            return definer().isPresent() ? Definitions.withoutDefiner(create) : create;
        }

        @Override
        public String toString() {
            return kind.toLowerCase(Locale.ROOT) + " " + name;
        }
    }

    private Definitions() {}

    /** Some accounts are shown a routine without its text: it could be neither watched nor moved. */
    static void requireAllText(Connection connection) throws SQLException {
        List<String> hidden = Rows.list(connection, HIDDEN, row -> row.getString(1));
        if (!hidden.isEmpty()) {
            throw new SQLException(
                    "it does not show the text of " + String.join(", ", hidden)
                            + ", as it does to accounts with SHOW CREATE ROUTINE (MariaDB from 11.3 on), SELECT on mysql.proc"
                            + " (MariaDB before), SHOW_ROUTINE (MySQL from 8.0.20 on) or SELECT on *.* (MySQL before)",
                    NO_ACCESS,
                    ROUTINE_DENIED);
        }
    }

    /** Of the connection's present schema, in the order in which they can be made, views among themselves aside. */
    public static List<Definition> read(Connection connection) throws SQLException {
        requireAllText(connection);
        return plainly(connection, own -> all(connection, own));
    }

    /** Reads what has no SQL mode of its own: that of the session decides how names are quoted in it. */
    private static List<Definition> plainly(Connection connection, Reading reading) throws SQLException {
        String mode = Rows.first(connection, "SELECT @@SESSION.sql_mode", row -> row.getString(1))
                .orElse("");
        Rows.execute(connection, "SET SESSION sql_mode = ''");
        try {
            return reading.of(OwnSchema.of(connection));
        } finally {
            Rows.execute(connection, "SET SESSION sql_mode = '" + mode + "'");
        }
    }

    private interface Reading {
        List<Definition> of(OwnSchema own) throws SQLException;
    }

    private static List<Definition> all(Connection connection, OwnSchema own) throws SQLException {
        List<Definition> found = new ArrayList<>();
        for (String kind : List.of("FUNCTION", "PROCEDURE")) {
            String names = "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
                    + " AND ROUTINE_TYPE = '" + kind + "' ORDER BY 1";
            found.addAll(definitions(connection, kind, names, 3, 2));
        }
        definitions(
                        connection,
                        "VIEW",
                        "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1",
                        2,
                        0)
                .forEach(view -> found.add(view.edited(create -> own.without(create, view.mode()))));
        List<Definition> triggers = definitions(
                connection,
                "TRIGGER",
                "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
                        + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
                3,
                2);
        triggers.forEach(trigger -> found.add(trigger.edited(create -> own.withoutInHead(create, trigger.mode()))));
        return found;
    }

    /** Defaults of columns that draw from a sequence of the schema; a table takes them along when it is moved, unchanged. */
    public static List<Definition> defaults(Connection connection) throws SQLException {
        if (!MariaDbTarget.isMariaDb(connection)) {
            return List.of();
        }
        return plainly(
                connection,
                own -> Rows.list(connection, DEFAULTS, row -> {
                    String name = MariaDbTarget.quoted(row.getString(1)) + " ALTER COLUMN "
                            + MariaDbTarget.quoted(row.getString(2));
                    String value = own.without(row.getString(3), "");
                    return new Definition(DEFAULT, name, "", ALTER + name + " SET DEFAULT " + value);
                }));
    }

    /** The events, which do something by themselves. */
    public static List<Definition> events(Connection connection) throws SQLException {
        return definitions(
                connection,
                "EVENT",
                "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
                4,
                2);
    }

    private static List<Definition> definitions(
            Connection connection, String kind, String names, int statement, int mode) throws SQLException {
        List<Definition> found = new ArrayList<>();
        for (String name : Rows.list(connection, names, row -> row.getString(1))) {
            found.addAll(Rows.list(
                    connection,
                    "SHOW CREATE " + kind + " " + MariaDbTarget.quoted(name),
                    row -> new Definition(kind, name, mode == 0 ? "" : row.getString(mode), row.getString(statement))));
        }
        return found;
    }

    static String withoutDefiner(String create) {
        return DEFINER.matcher(create).replaceFirst("");
    }

    /** What becomes of objects whose definer does not exist: on their own server they did not work before either. */
    public enum OfNobody {
        LEFT,
        TAKEN
    }

    /**
     * Makes them anew. Views that need others come when these are there.
     *
     * @return those that work in the name of the connection's account from now on, because it may not give them to their definer, or
     *     there is none
     */
    public static List<Definition> make(Connection connection, List<Definition> definitions, OfNobody ofNobody)
            throws SQLException {
        List<Definition> taken = new ArrayList<>();
        List<Definition> waiting = new ArrayList<>(definitions);
        for (int round = 0; !waiting.isEmpty(); round++) {
            List<Definition> failed = new ArrayList<>();
            SQLException last = null;
            for (Definition definition : waiting) {
                try {
                    if (!makeOne(connection, definition, ofNobody)) {
                        taken.add(definition);
                    }
                } catch (SQLException e) {
                    failed.add(definition);
                    last = e;
                }
            }
            if (last != null && (failed.size() == waiting.size() || round == VIEWS_DEEP)) {
                throw last;
            }
            waiting = failed;
        }
        return taken;
    }

    /** @return whether it has the definer that it had */
    private static boolean makeOne(Connection connection, Definition definition, OfNobody ofNobody)
            throws SQLException {
        Rows.execute(connection, "SET SESSION sql_mode = '" + definition.mode() + "'");
        Rows.execute(connection, definition.drop());
        try {
            Rows.execute(connection, definition.create());
        } catch (SQLException e) {
            if (e.getErrorCode() == PRIVILEGE_MISSING && definition.definer().isPresent()) {
                Rows.execute(connection, definition.withoutDefiner());
                return false;
            }
            throw definition.kind().equals(DEFAULT) && e.getErrorCode() == TABLE_DENIED ? explained(e) : e;
        }
        if (ofNobody == OfNobody.TAKEN && wasWarned(connection)) {
            Rows.execute(connection, definition.drop());
            Rows.execute(connection, definition.withoutDefiner());
            return false;
        }
        return true;
    }

    private static boolean wasWarned(Connection connection) throws SQLException {
        return Rows.list(connection, "SHOW WARNINGS", row -> row.getInt(2)).contains(DEFINER_UNKNOWN);
    }

    /** MariaDB does not count rights on a schema there. */
    private static SQLException explained(SQLException error) {
        return new SQLException(
                error.getMessage() + " (to set a default that draws from a sequence takes ALTER and INSERT on *.*)",
                error.getSQLState(),
                error.getErrorCode(),
                error);
    }

    /** Removes them; triggers first, because they stand in the way of moving tables. */
    static void drop(Connection connection, List<Definition> definitions) throws SQLException {
        for (int i = definitions.size() - 1; i >= 0; i--) {
            Rows.execute(connection, definitions.get(i).drop());
        }
    }
}
