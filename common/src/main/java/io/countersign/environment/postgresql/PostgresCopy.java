package io.countersign.environment.postgresql;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.DatabaseCopy;
import java.sql.Connection;
import java.sql.SQLException;

/** Copies PostgreSQL databases without any client tools. */
public final class PostgresCopy implements DatabaseCopy {

    @Override
    public boolean suits(TargetDatabase source, TargetDatabase target) {
        return source.product().startsWith("PostgreSQL") && target.product().startsWith("PostgreSQL");
    }

    @Override
    public Snapshot snapshot(TargetDatabase source) {
        Connection connection = source.connection();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            source.begin();
            Sessions.forReading(connection);
            String id = Rows.first(connection, "SELECT pg_catalog.pg_export_snapshot()", row -> row.getString(1))
                    .orElseThrow();
            return new PostgresSnapshot(source, id);
        } catch (SQLException e) {
            source.rollback();
            throw source.errors().during("a snapshot of it was taken", e);
        }
    }
}
