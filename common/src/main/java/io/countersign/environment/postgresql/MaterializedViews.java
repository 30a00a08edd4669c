package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The materialized views that are filled in the source, and those that these are computed from. One of the latter may have been
 * emptied since: it is filled for as long as the others need it.
 *
 * @param inOrder in which they were made: one may read another
 * @param leftEmpty what is filled in the source and not in the copy
 */
record MaterializedViews(List<View> inOrder, List<View> leftEmpty) {
    /** Views that are none between two that are count as well. */
    private static final String NEEDED = """
            WITH RECURSIVE needed (oid) AS (
                SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'm' AND c.relispopulated AND n.nspname NOT IN ('countersign', 'information_schema')
                UNION
                SELECT d.refobjid FROM needed v JOIN pg_rewrite r ON r.ev_class = v.oid
                  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                   AND d.refclassid = 'pg_class'::regclass)
            SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relispopulated
              FROM needed JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'm'
            """;

    /**
     * Views that may show what no mask has seen: a foreign table's rows, which stay on another server or in a file, or those
     * of a table that a foreign one is a part of; by way of views, operators and functions as well. What functions read is
     * known of those alone that are parsed when they are made: others count as readers of foreign tables, where there are
     * any, but for what says that it reads nothing (immutable) and what extensions bring along. One of these is dblink.
     */
    private static final String FOREIGN = """
            WITH RECURSIVE
              links (oid) AS (
                SELECT d.objid FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
                 WHERE x.extname = 'dblink' AND d.refclassid = 'pg_extension'::regclass
                   AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'),
              edges (classid, objid, refclassid, refobjid) AS (
                SELECT 'pg_class'::regclass::oid, r.ev_class, d.refclassid, d.refobjid
                  FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                 WHERE d.classid = 'pg_rewrite'::regclass AND r.ev_type = '1'
                UNION ALL SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d
                 WHERE d.classid IN ('pg_proc'::regclass, 'pg_operator'::regclass) AND d.deptype = 'n'
                UNION ALL SELECT 'pg_class'::regclass, i.inhparent, 'pg_class'::regclass, i.inhrelid FROM pg_inherits i),
              reading (classid, oid) AS (
                SELECT 'pg_class'::regclass::oid, c.oid FROM pg_class c WHERE c.relkind = 'f'
                UNION SELECT 'pg_proc'::regclass, l.oid FROM links l
                UNION SELECT 'pg_proc'::regclass, p.oid FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
                 WHERE (EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind = 'f') OR EXISTS (SELECT 1 FROM links))
                   AND p.oid >= 16384 AND p.provolatile <> 'i' AND l.lanname <> 'internal'
                   AND to_jsonb(p) ->> 'prosqlbody' IS NULL
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d
                                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                UNION SELECT e.classid, e.objid
                  FROM reading r JOIN edges e ON e.refclassid = r.classid AND e.refobjid = r.oid)
            SELECT c.oid FROM reading r JOIN pg_class c ON c.oid = r.oid
             WHERE r.classid = 'pg_class'::regclass AND c.relkind = 'm'
            """;

    /** @param name quoted, with its schema */
    record View(long number, String name, boolean filled) {}

    static MaterializedViews of(Side source, SourceSchema schema) {
        Map<Long, View> views = source
                .ask(
                        "its views were listed",
                        from -> Rows.list(
                                from, NEEDED, row -> new View(row.getLong(1), row.getString(2), row.getBoolean(3))))
                .stream()
                .collect(Collectors.toMap(View::number, Function.identity()));
        List<View> inOrder = Stream.concat(schema.early().stream(), schema.late().stream())
                .filter(one -> one.kind().equals("view"))
                .flatMap(one -> Optional.ofNullable(views.get(one.object().number())).stream())
                .toList();
        return new MaterializedViews(inOrder, List.of());
    }

    /** For a copy that must not show what its rules have not masked: foreign tables have no rules, nor could they have. */
    MaterializedViews withoutForeignRows(Side source) {
        Set<Long> foreign = Set.copyOf(
                source.ask("what its views read was listed", from -> Rows.list(from, FOREIGN, row -> row.getLong(1))));
        return new MaterializedViews(
                inOrder.stream()
                        .filter(view -> !foreign.contains(view.number()))
                        .toList(),
                inOrder.stream()
                        .filter(view -> view.filled() && foreign.contains(view.number()))
                        .toList());
    }

    /** A phrase each. */
    List<String> leftOut() {
        return leftEmpty.stream()
                .map(view -> "rows of materialized view " + view.name()
                        + ": they may come from a foreign table, which cannot be masked")
                .toList();
    }

    void fillIn(Side target) {
        inOrder.forEach(view -> {
            refresh(target, view.name());
            if (view.filled()) {
                SchemaBuilder.execute(target, "statistics", "ANALYZE " + view.name());
            }
        });
        inOrder.stream().filter(view -> !view.filled()).forEach(view -> refresh(target, view.name() + " WITH NO DATA"));
    }

    private static void refresh(Side target, String what) {
        SchemaBuilder.execute(target, "materialized view", "REFRESH MATERIALIZED VIEW " + what);
    }
}
