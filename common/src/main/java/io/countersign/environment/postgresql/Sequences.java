package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import java.util.List;

/**
 * Carries the positions of sequences over. Positions belong to no snapshot: read after it was taken, they are never behind
 * the rows in it.
 */
final class Sequences {
    private static final String ALL = """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'S' AND n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
               AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery())
            """;

    private final Side source;
    private final Side target;

    Sequences(Side source, Side target) {
        this.source = source;
        this.target = target;
    }

    private record Position(String sequence, long value, boolean called) {}

    void carryOver() {
        List<String> names =
                source.ask("its sequences were listed", from -> Rows.list(from, ALL, row -> row.getString(1)));
        for (String name : names) {
            Position position = source.ask(
                    "a sequence was read",
                    from -> Rows.first(
                                    from,
                                    "SELECT last_value, is_called FROM " + name,
                                    row -> new Position(name, row.getLong(1), row.getBoolean(2)))
                            .orElseThrow());
            target.ask(
                    "a sequence was set",
                    to -> Rows.first(
                            to,
                            "SELECT pg_catalog.setval(?::regclass, ?, ?)",
                            row -> true,
                            position.sequence(),
                            position.value(),
                            position.called()));
        }
    }
}
