package io.countersign.database.configuration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of tables that are no configuration: they must not be changed by way of references that spread changes. */
final class Records {
    private final Product product;
    private final List<ConfigurationTable> tables;
    private final List<ForeignKey> references;

    Records(Product product, List<ConfigurationTable> tables, List<ForeignKey> references) {
        this.product = product;
        this.tables = tables;
        this.references = references;
    }

    void requireUntouched(Connection connection, Map<ConfigurationTable, TableChanges> changes) throws SQLException {
        for (ForeignKey reference : references) {
            if (tables.stream().anyMatch(reference::isOf)) {
                continue;
            }
            for (Map.Entry<ConfigurationTable, TableChanges> each : changes.entrySet()) {
                if (reference.refersTo(each.getKey())) {
                    for (RowChange change : each.getValue().changes()) {
                        require(connection, reference, each.getKey(), change);
                    }
                }
            }
        }
    }

    private void require(Connection connection, ForeignKey reference, ConfigurationTable table, RowChange change)
            throws SQLException {
        if (change.isInsert()) {
            return;
        }
        List<Optional<String>> before = change.before().orElseThrow();
        List<ConfigurationTable.Column> referred = reference.pairs().stream()
                .map(pair -> table.column(pair.referred()).orElseThrow())
                .toList();
        boolean kept = change.after()
                .filter(after -> referred.stream()
                        .allMatch(column -> after.get(table.place(column)).equals(before.get(table.place(column)))))
                .isPresent();
        boolean nothingToReferTo = referred.stream()
                .anyMatch(column -> before.get(table.place(column)).isEmpty());
        if (kept || nothingToReferTo) {
            return;
        }
        long count = count(connection, reference, table, referred, before);
        if (count > 0) {
            throw Refusals.refused(
                    table.title() + " " + change.key() + " would be " + (change.isDelete() ? "removed" : "changed")
                            + ", but " + count + " rows of " + reference.table() + " refer to it ("
                            + reference.name() + ").",
                    "Keep the row, or change the records that use it first.");
        }
    }

    private long count(
            Connection connection,
            ForeignKey reference,
            ConfigurationTable table,
            List<ConfigurationTable.Column> referred,
            List<Optional<String>> row)
            throws SQLException {
        String from = product.quoted(reference.schema()) + "." + product.quoted(reference.table());
        product.requireAllRows(connection, from);
        String sql = "SELECT COUNT(*) FROM " + from + " WHERE "
                + java.util.stream.IntStream.range(0, referred.size())
                        .mapToObj(i -> product.quoted(reference.pairs().get(i).column()) + " = "
                                + referred.get(i).writing())
                        .collect(Collectors.joining(" AND "));
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < referred.size(); i++) {
                TableRows.set(query, i + 1, referred.get(i), row.get(table.place(referred.get(i))));
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
