package io.countersign.database.mariadb;

import io.countersign.database.BackupMethod;
import io.countersign.database.Freezer;
import io.countersign.database.Handover;
import io.countersign.database.NumberSource;
import io.countersign.database.Replacement;
import io.countersign.database.SchemaInventory;
import io.countersign.database.TableContent;
import io.countersign.database.TableShape;
import io.countersign.database.TargetDatabase;
import io.countersign.database.WriteBarrier;
import io.countersign.database.backup.ExternalBackup;
import io.countersign.database.jdbc.Connector;
import io.countersign.database.jdbc.JdbcTarget;
import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.Rows;
import io.countersign.database.jdbc.TableBarrier;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One schema ("database") of a MariaDB or MySQL server. */
final class MariaDbTarget extends JdbcTarget {
    static final String LEDGER = "countersign_ledger";
    private static final String ONE_YEAR = "31536000";
    private static final String KEY = """
            SELECT COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CONSTRAINT_NAME = 'PRIMARY' ORDER BY ORDINAL_POSITION
            """;

    MariaDbTarget(Connector connector) {
        super(connector);
    }

    @Override
    protected void prepare(Connection fresh) throws SQLException {
        Rows.execute(fresh, "SET SESSION wait_timeout = " + ONE_YEAR);
        if (settings().schema().isPresent()) {
            fresh.setCatalog(settings().schema().get());
        }
    }

    @Override
    protected String readProduct(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        boolean mariaDb = isMariaDb(connection);
        int number = data.getDatabaseMajorVersion() * 100 + data.getDatabaseMinorVersion();
        String product = (mariaDb ? "MariaDB " : "MySQL ")
                + data.getDatabaseProductVersion().split("-", 2)[0];
        if (number < (mariaDb ? 1006 : 800)) {
            throw CountersignException.problem(ProblemCode.DATABASE_UNSUPPORTED)
                    .found("%s is %s.", errors().target(), product)
                    .expected("MariaDB 10.6 or newer, or MySQL 8 or newer.")
                    .remedy("Upgrade the server.")
                    .build();
        }
        return product;
    }

    static boolean isMariaDb(Connection connection) throws SQLException {
        return connection
                .getMetaData()
                .getDatabaseProductName()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
    }

    @Override
    protected String readSchema(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT DATABASE()", row -> Optional.ofNullable(row.getString(1)))
                .flatMap(name -> name)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                        .found("The URL of %s names no database.", errors().target())
                        .expected("The database (schema) that the release changes.")
                        .remedy("Write it at the end of the URL, or give the target a schema.")
                        .build());
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public String ledgerTable() {
        return quoted(schema()) + "." + LEDGER;
    }

    @Override
    protected boolean ledgerExists(Connection connection) throws SQLException {
        return Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?)",
                schema(),
                LEDGER);
    }

    @Override
    protected void makeLedger(Connection connection) throws SQLException {
        Rows.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + ledgerTable() + " (seq BIGINT NOT NULL PRIMARY KEY,"
                        + " hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,"
                        + " body LONGTEXT NOT NULL, inventory LONGTEXT)"
                        + " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    }

    @Override
    protected SchemaInventory readInventory(Connection connection) throws SQLException {
        return new MariaDbInventory(isMariaDb(connection)).read(connection);
    }

    @Override
    protected LockSession lockSession(String purpose) {
        Connection own = connector().open();
        try {
            prepare(own);
        } catch (SQLException e) {
            throw errors().whileConnecting(e);
        }
        return new NamedLock(own, connection(), schema());
    }

    @Override
    protected void lockGivenUp(Connection connection) throws SQLException {
        NamedLock.release(connection, NamedLock.workName(schema()));
    }

    @Override
    protected Optional<String> readLockHolder(Connection connection) throws SQLException {
        return Rows.first(
                        connection,
                        "SELECT COALESCE(IS_USED_LOCK(?), IS_USED_LOCK(?), IS_USED_LOCK(?))",
                        row -> Optional.ofNullable(row.getString(1)),
                        NamedLock.sessionName(schema()),
                        NamedLock.toolName(schema()),
                        NamedLock.workName(schema()))
                .flatMap(id -> id)
                .map(id -> "Held by " + describe(connection, id));
    }

    private String describe(Connection connection, String id) {
        return ask(
                "the holder of its lock was looked up",
                ignored -> Rows.first(
                                connection,
                                "SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = ?",
                                row -> row.getString(1) + " from " + row.getString(2) + " (connection " + id + ").",
                                id)
                        .orElse("connection " + id + "."));
    }

    @Override
    public Freezer freezer() {
        return new MariaDbFreezer(this);
    }

    @Override
    public Optional<WriteBarrier> barrier(FreezePolicy policy, Progress progress) {
        return TableBarrier.raise(this, new MariaDbBarrier(this), policy, progress);
    }

    @Override
    public Optional<Handover> handover(TargetDatabase successor) {
        return successor instanceof MariaDbTarget other ? MariaDbHandover.between(this, other) : Optional.empty();
    }

    /** A question to the working connection, for those who work for this target. */
    <T> T asked(String doing, Question<T> question) {
        return ask(doing, question);
    }

    /** The working connection's, the lock's and a barrier's. */
    Set<Long> ownSessions() {
        Set<Long> own = new TreeSet<>(companions());
        own.addAll(ask(
                "its sessions were read",
                connection -> Rows.list(
                        connection,
                        "SELECT CONNECTION_ID() UNION SELECT COALESCE(IS_USED_LOCK(?), CONNECTION_ID())",
                        row -> row.getLong(1),
                        NamedLock.sessionName(schema()))));
        return own;
    }

    @Override
    public Replacement replacement(TargetDatabase original) {
        return SchemaReplacement.create(this, original);
    }

    @Override
    public List<TableContent> contents() {
        return ask("what its tables hold was added up", MariaDbContents::read);
    }

    @Override
    public List<NumberSource> numbers() {
        return ask("its counters were read", MariaDbNumbers::read);
    }

    @Override
    public List<NumberSource> advance(List<NumberSource> elsewhere) {
        return ask("its counters were advanced", connection -> MariaDbNumbers.advance(connection, elsewhere));
    }

    @Override
    public Optional<TableShape> shape(String table) {
        return ask("the key of " + table + " was read", connection -> {
            if (!MariaDbContents.tables(connection).contains(table)) {
                return Optional.empty();
            }
            List<String> key = Rows.list(connection, KEY, row -> row.getString(1), table);
            return Optional.of(new TableShape(
                    quoted(table), key, key.stream().map(MariaDbTarget::quoted).toList()));
        });
    }

    @Override
    public List<String> removeLeftovers() {
        return SchemaReplacement.settle(this);
    }

    @Override
    public long size() {
        return ask(
                "its size was read",
                connection -> Rows.first(
                                connection,
                                "SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) FROM information_schema.TABLES"
                                        + " WHERE TABLE_SCHEMA = DATABASE()",
                                row -> row.getLong(1))
                        .orElse(0L));
    }

    @Override
    public List<BackupMethod> backupMethods(BackupPolicy policy) {
        return List.of(new NativeBackup(policy.directory()), new ExternalBackup(policy));
    }
}
