package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What needs what, from {@code pg_depend}. Parts stand for the whole they belong to: a view's rule for the view, a row type
 * for its table, an array for its element, a member for its extension.
 */
final class Dependencies {
    private static final String WHOLES = """
            SELECT 'pg_type'::regclass::oid, t.oid, 'pg_class'::regclass::oid, t.typrelid FROM pg_type t WHERE t.typrelid <> 0
            UNION ALL SELECT 'pg_type'::regclass, e.typarray, 'pg_type'::regclass, e.oid FROM pg_type e WHERE e.typarray <> 0
            UNION ALL SELECT 'pg_type'::regclass, r.rngmultitypid, 'pg_type'::regclass, r.rngtypid FROM pg_range r
            UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, 'pg_class'::regclass, r.ev_class FROM pg_rewrite r
            UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid
              FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''
            UNION ALL SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d WHERE d.deptype = 'e'
            UNION ALL SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d
              WHERE d.deptype = 'i' AND d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass
            """;
    private static final String EDGES = """
            SELECT DISTINCT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d
             WHERE d.deptype <> 'e' AND d.classid <> 0 AND d.objid >= 16384 AND d.refobjid >= 16384
               AND NOT (d.deptype = 'a' AND d.classid = 'pg_class'::regclass AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = d.objid AND c.relkind = 'S'))
            """;
    private static final String KEYS = """
            SELECT 'pg_constraint'::regclass::oid, oid FROM pg_constraint WHERE contype IN ('p', 'u', 'x')
            UNION ALL SELECT 'pg_class'::regclass, indexrelid FROM pg_index WHERE indexrelid >= 16384
            """;

    private final Map<ObjectId, ObjectId> wholes = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();
    private final Set<ObjectId> keys = new HashSet<>();

    private Dependencies() {}

    static Dependencies read(Connection connection) throws SQLException {
        Dependencies found = new Dependencies();
        Rows.list(connection, WHOLES, row -> found.wholes.put(id(row, 1), id(row, 3)));
        Rows.list(connection, EDGES, row -> {
            ObjectId dependent = found.whole(id(row, 1));
            ObjectId needed = found.whole(id(row, 3));
            return !dependent.equals(needed)
                    && found.needs
                            .computeIfAbsent(dependent, any -> new HashSet<>())
                            .add(needed);
        });
        found.keys.addAll(Rows.list(connection, KEYS, row -> id(row, 1)));
        return found;
    }

    private static ObjectId id(ResultSet row, int column) throws SQLException {
        return new ObjectId(row.getLong(column), row.getLong(column + 1));
    }

    /** A part of a part of a whole is a part of the whole. */
    private ObjectId whole(ObjectId part) {
        ObjectId whole = part;
        for (ObjectId next = wholes.get(whole); next != null && !next.equals(whole); next = wholes.get(whole)) {
            whole = next;
        }
        return whole;
    }

    Set<ObjectId> needs(ObjectId object) {
        return needs.getOrDefault(object, Set.of());
    }

    /** Whether something is made by the phase {@code key} only. */
    boolean isKey(ObjectId object) {
        return keys.contains(object);
    }

    List<ObjectId> keysNeededBy(ObjectId object) {
        return needs(object).stream().filter(this::isKey).toList();
    }
}
