package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows need which. What is partitioned has rows in its partitions alone, so a key of it is one of each of them.
 *
 * @param child the table that refers, qualified and quoted
 * @param parent the table that is referred to
 * @param join the condition between the aliases {@code c} and {@code p}
 */
record ForeignKey(String child, String parent, String join) {
    private static final String ALL = """
            SELECT format('%I.%I', n.nspname, c.relname), format('%I.%I', pn.nspname, p.relname),
                   (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number),
                   (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number)
              FROM pg_constraint f
              LEFT JOIN LATERAL (SELECT relid FROM pg_partition_tree(f.conrelid) WHERE isleaf) own ON true
              LEFT JOIN LATERAL (SELECT relid FROM pg_partition_tree(f.confrelid) WHERE isleaf) referred ON true
              JOIN pg_class c ON c.oid = coalesce(own.relid, f.conrelid) JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class p ON p.oid = coalesce(referred.relid, f.confrelid) JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE f.contype = 'f' AND f.convalidated AND f.conparentid = 0 AND c.relkind = 'r' AND p.relkind = 'r'
            """;

    static List<ForeignKey> all(Connection connection) throws SQLException {
        return Rows.list(
                connection,
                ALL,
                row -> new ForeignKey(
                        row.getString(1),
                        row.getString(2),
                        join((String[]) row.getArray(3).getArray(), (String[])
                                row.getArray(4).getArray())));
    }

    private static String join(String[] own, String[] referred) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < own.length; i++) {
            pairs.add("c." + Identifiers.quoted(own[i]) + " = p." + Identifiers.quoted(referred[i]));
        }
        return String.join(" AND ", pairs);
    }
}
