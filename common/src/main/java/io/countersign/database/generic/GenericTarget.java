package io.countersign.database.generic;

import io.countersign.database.BackupMethod;
import io.countersign.database.SchemaInventory;
import io.countersign.database.backup.ExternalBackup;
import io.countersign.database.jdbc.Connector;
import io.countersign.database.jdbc.JdbcTarget;
import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.RowLock;
import io.countersign.database.jdbc.Rows;
import io.countersign.promotion.BackupPolicy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A database that is known by nothing but JDBC. Its backups are made by the operators' own commands. */
final class GenericTarget extends JdbcTarget {
    static final String LEDGER = "countersign_ledger";
    static final String LOCK = "countersign_lock";
    private static final int LOCK_SECONDS = 2;

    GenericTarget(Connector connector) {
        super(connector);
    }

    @Override
    protected void prepare(Connection fresh) throws SQLException {
        if (settings().schema().isPresent()) {
            fresh.setSchema(settings().schema().get());
        }
    }

    @Override
    protected String readProduct(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
    }

    @Override
    protected String readSchema(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        String catalogue = connection.getCatalog();
        return schema != null ? schema : catalogue != null ? catalogue : "";
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    @Override
    public String ledgerTable() {
        return LEDGER;
    }

    @Override
    protected boolean ledgerExists(Connection connection) throws SQLException {
        return tableExists(connection, LEDGER);
    }

    private static boolean tableExists(Connection connection, String name) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String stored = data.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
        try (ResultSet tables = data.getTables(connection.getCatalog(), connection.getSchema(), stored, null)) {
            return tables.next();
        }
    }

    @Override
    protected void makeLedger(Connection connection) throws SQLException {
        create(
                connection,
                LEDGER,
                "(seq " + Types.of(connection).bigint() + " NOT NULL PRIMARY KEY, hash CHAR(64) NOT NULL UNIQUE, body "
                        + Types.of(connection).text() + " NOT NULL, inventory "
                        + Types.of(connection).text() + ")");
    }

    /** Where somebody else was faster, theirs is as good. */
    private static void create(Connection connection, String table, String columns) throws SQLException {
        if (tableExists(connection, table)) {
            return;
        }
        try {
            Rows.execute(connection, "CREATE TABLE " + table + " " + columns);
        } catch (SQLException e) {
            if (!tableExists(connection, table)) {
                throw e;
            }
        }
    }

    @Override
    protected SchemaInventory readInventory(Connection connection) throws SQLException {
        return new MetaDataInventory(connection).read();
    }

    @Override
    protected LockSession lockSession(String purpose) {
        Connection own = connector().open();
        try {
            prepare(own);
            create(own, LOCK, "(scope VARCHAR(100) NOT NULL PRIMARY KEY, holder VARCHAR(500), since VARCHAR(40))");
            makeRow(own);
        } catch (SQLException e) {
            throw errors().during("its lock was prepared", e);
        }
        return new RowLock(own, LOCK, "target", purpose, GenericTarget::grip);
    }

    private static void makeRow(Connection own) throws SQLException {
        if (!hasRow(own)) {
            try {
                Rows.execute(own, "INSERT INTO " + LOCK + " (scope) VALUES ('target')");
            } catch (SQLException e) {
                if (!hasRow(own)) {
                    throw e;
                }
            }
        }
    }

    private static boolean hasRow(Connection own) throws SQLException {
        return Rows.first(own, "SELECT scope FROM " + LOCK, row -> true).isPresent();
    }

    /** No wait clause is common to all products; a time limit on the statement is. */
    private static boolean grip(Connection own) throws SQLException {
        try (Statement statement = own.createStatement()) {
            statement.setQueryTimeout(LOCK_SECONDS);
            return statement.executeUpdate("UPDATE " + LOCK + " SET since = since WHERE scope = 'target'") == 1;
        } catch (SQLException e) {
            if (own.isValid(LOCK_SECONDS)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    protected Optional<String> readLockHolder(Connection connection) throws SQLException {
        return Optional.empty();
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public List<BackupMethod> backupMethods(BackupPolicy policy) {
        return List.of(new ExternalBackup(policy));
    }
}
