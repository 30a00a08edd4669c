package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The materialized views that are filled in the source, and those that these are computed from. One of the latter may have been
 * emptied since: it is filled for as long as the others need it.
 *
 * @param inOrder in which they were made: one may read another
 */
record MaterializedViews(List<View> inOrder) {
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
        return new MaterializedViews(Stream.concat(schema.early().stream(), schema.late().stream())
                .filter(one -> one.kind().equals("view"))
                .flatMap(one -> Optional.ofNullable(views.get(one.object().number())).stream())
                .toList());
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
