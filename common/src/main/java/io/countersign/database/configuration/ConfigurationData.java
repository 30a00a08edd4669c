package io.countersign.database.configuration;

import io.countersign.database.TargetDatabase;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration data of a database, as of one moment. */
public final class ConfigurationData {
    private final TargetDatabase database;
    private final Progress progress;

    public ConfigurationData(TargetDatabase database, Progress progress) {
        this.database = database;
        this.progress = progress;
    }

    /**
     * @param tables as {@code countersign.yml} writes them
     * @param version what the database is at
     * @throws io.countersign.problem.CountersignException CONFIGURATION_DATA_REFUSED where a table is missing or has no key
     */
    public ConfigurationFiles.Content export(List<String> tables, String version) {
        Product product = Product.of(database);
        Connection connection = database.connection();
        try {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            database.begin();
            try {
                product.enter(connection);
                List<ConfigurationRows> rows = new ArrayList<>();
                List<String> sorted = tables.stream().sorted().toList();
                for (ConfigurationTable table : new Catalogue(database, product).tables(sorted)) {
                    progress.info("Reading " + table.title());
                    rows.add(rows(connection, table));
                }
                return new ConfigurationFiles.Content(
                        new ConfigurationIndex(ConfigurationIndex.FORMAT, Product.name(database), version, sorted),
                        rows);
            } finally {
                database.rollback();
                product.leave(connection);
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            throw database.errors().during("its configuration data was read", e);
        }
    }

    private static ConfigurationRows rows(Connection connection, ConfigurationTable table) throws SQLException {
        return new ConfigurationRows(
                table.title(),
                table.key().stream().map(ConfigurationTable.Column::name).toList(),
                table.columns().stream().map(ConfigurationTable.Column::name).toList(),
                new TableRows(table).read(connection));
    }
}
