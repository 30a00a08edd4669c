package io.countersign.database.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import liquibase.database.DatabaseConnection;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.UnexpectedLiquibaseException;

/**
 * PostgreSQL that stays in whatever transaction its connection is in: Liquibase's commits and rollbacks after every
 * changeset do nothing, so that a whole release is one transaction, and closed by its owner.
 *
 * <p>Liquibase rolls back in two cases in which it then goes on: when preconditions were checked, and when a changeset
 * with {@code failOnError="false"} failed. For these a savepoint is set before.
 */
final class SteadyPostgres extends PostgresDatabase {
    private Optional<Savepoint> savepoint = Optional.empty();

    /** Begins a part that can be rolled back by itself. */
    void protect() throws DatabaseException {
        try {
            savepoint = Optional.of(jdbc().setSavepoint());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Ends that part. */
    void unprotect() throws DatabaseException {
        try {
            if (savepoint.isPresent()) {
                Savepoint over = savepoint.get();
                savepoint = Optional.empty();
                jdbc().releaseSavepoint(over);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Forgets the part without speaking to the server: its transaction is broken anyway. */
    void abandon() {
        savepoint = Optional.empty();
    }

    Connection jdbc() {
        return ((JdbcConnection) getConnection()).getUnderlyingConnection();
    }

    @Override
    public void commit() {
        // the owner of the transaction commits
    }

    @Override
    public void rollback() throws DatabaseException {
        try {
            if (savepoint.isPresent()) {
                jdbc().rollback(savepoint.get());
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public boolean getAutoCommitMode() {
        DatabaseConnection connection = getConnection();
        try {
            return connection == null || connection.getAutoCommit();
        } catch (DatabaseException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    @Override
    public void setAutoCommit(boolean wanted) {
        // the owner of the transaction decides
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
