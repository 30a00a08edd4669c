package io.countersign.environment.postgresql;

import io.countersign.database.jdbc.CatalogueFile;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.postgresql.SchemaStatement.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Everything that a schema is made of, as statements.
 *
 * @param early before the data, in order
 * @param late behind the keys, in order: what needs one
 * @param others of the later phases
 * @param leftOut what is not carried over, a phrase each
 * @param beyond what cannot be carried over, so that there would be no equal copy
 */
record SourceSchema(
        List<SchemaStatement> early,
        List<SchemaStatement> late,
        List<SchemaStatement> others,
        List<String> leftOut,
        List<String> beyond) {

    private static final CatalogueFile FILE = CatalogueFile.of("/io/countersign/environment/postgresql/schema.sql");
    private static final Pattern OWN = Pattern.compile("\\{own (\\S+) (\\S+)}");

    /** @param connection with an empty search path */
    static SourceSchema read(Connection connection) throws SQLException {
        List<SchemaStatement> statements = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<String> beyond = new ArrayList<>();
        for (CatalogueFile.Query query : FILE.queries()) {
            String sql = filled(query.sql());
            String[] title = query.kind().split(" ", 2);
            switch (title[0]) {
                case "left" -> leftOut.addAll(Rows.list(connection, sql, row -> row.getString(1)));
                case "beyond" -> beyond.addAll(Rows.list(connection, sql, row -> row.getString(1)));
                default -> statements.addAll(statements(connection, sql, title));
            }
        }
        CreationOrder order = CreationOrder.of(of(statements, Phase.OBJECT), Dependencies.read(connection));
        return new SourceSchema(
                order.early(),
                order.late(),
                statements.stream().filter(one -> one.phase() != Phase.OBJECT).toList(),
                leftOut,
                beyond);
    }

    private static List<SchemaStatement> statements(Connection connection, String sql, String[] title)
            throws SQLException {
        List<SchemaStatement> found = new ArrayList<>(Rows.list(
                connection,
                sql,
                row -> new SchemaStatement(
                        Phase.valueOf(title[0].toUpperCase(Locale.ROOT)),
                        title[1],
                        new ObjectId(row.getLong(1), row.getLong(2)),
                        row.getString(3),
                        row.getLong(4))));
        // numbers of objects say in which order they came to be
        found.sort(
                Comparator.comparingLong((SchemaStatement one) -> one.object().number())
                        .thenComparingLong(SchemaStatement::place));
        return found;
    }

    List<SchemaStatement> phase(Phase phase) {
        return of(others, phase);
    }

    private static List<SchemaStatement> of(List<SchemaStatement> statements, Phase phase) {
        return statements.stream().filter(one -> one.phase() == phase).toList();
    }

    private static String filled(String template) {
        String text = template.replace(
                "{schema}", "n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'");
        return OWN.matcher(text)
                .replaceAll("NOT EXISTS (SELECT 1 FROM pg_depend own WHERE own.classid = '$1'::regclass"
                        + " AND own.objid = $2 AND own.deptype = 'e')");
    }
}
