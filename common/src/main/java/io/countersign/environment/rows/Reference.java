package io.countersign.environment.rows;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A foreign key between two of the tables that are copied.
 *
 * @param name the constraint's
 * @param own quoted, in the order of {@code referred}
 */
record Reference(String name, RowTable child, RowTable parent, List<String> own, List<String> referred) {

    static List<Reference> all(Connection connection, List<RowTable> tables) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        boolean byCatalog = !data.supportsSchemasInTableDefinitions();
        Quoting quoting = new Quoting(data.getIdentifierQuoteString());
        List<Reference> references = new ArrayList<>();
        for (RowTable table : tables) {
            Map<String, Reference> here = new LinkedHashMap<>();
            try (ResultSet rows = data.getImportedKeys(
                    byCatalog ? table.schema() : connection.getCatalog(),
                    byCatalog ? null : table.schema(),
                    table.name())) {
                while (rows.next()) {
                    String schema = rows.getString(byCatalog ? "PKTABLE_CAT" : "PKTABLE_SCHEM");
                    String parent = rows.getString("PKTABLE_NAME");
                    Optional<RowTable> referred = tables.stream()
                            .filter(one ->
                                    one.schema().equals(schema) && one.name().equals(parent))
                            .findFirst();
                    if (referred.isPresent()) {
                        Reference reference = here.computeIfAbsent(
                                rows.getString("FK_NAME"),
                                name -> new Reference(
                                        name, table, referred.get(), new ArrayList<>(), new ArrayList<>()));
                        reference.own().add(quoting.quoted(rows.getString("FKCOLUMN_NAME")));
                        reference.referred().add(quoting.quoted(rows.getString("PKCOLUMN_NAME")));
                    }
                }
            }
            references.addAll(here.values());
        }
        return references;
    }

    /** The condition of a join. */
    String join(String childAlias, String parentAlias) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            pairs.add(childAlias + "." + own.get(i) + " = " + parentAlias + "." + referred.get(i));
        }
        return String.join(" AND ", pairs);
    }

    /** Rows that refer to nothing: their number. */
    String broken() {
        List<String> conditions = new ArrayList<>();
        own.forEach(column -> conditions.add("c." + column + " IS NOT NULL"));
        return "SELECT COUNT(*) FROM " + child.quoted() + " c WHERE " + String.join(" AND ", conditions)
                + " AND NOT EXISTS (SELECT 1 FROM " + parent.quoted() + " p WHERE " + join("c", "p") + ")";
    }
}
