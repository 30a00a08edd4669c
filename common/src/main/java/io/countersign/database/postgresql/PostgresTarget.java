package io.countersign.database.postgresql;

import io.countersign.database.BackupMethod;
import io.countersign.database.ContentWatch;
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
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.JdbcTarget;
import io.countersign.database.jdbc.LedgerName;
import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.Rows;
import io.countersign.database.jdbc.TableBarrier;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A PostgreSQL database, or one schema of it where the settings name one. */
final class PostgresTarget extends JdbcTarget {
    static final String OWN_SCHEMA = "countersign";
    private static final int OLDEST = 140_000;
    private static final String DEFAULT_SCHEMA = "public";

    private static final String SERVER =
            "SELECT system_identifier || ' ' || pg_catalog.pg_postmaster_start_time() FROM pg_catalog.pg_control_system()";
    private static final String OWNS = """
            SELECT u.rolsuper OR pg_catalog.pg_has_role(current_user, d.datdba, 'USAGE')
              FROM pg_catalog.pg_roles u, pg_catalog.pg_database d WHERE u.rolname = current_user AND d.datname = ?
            """;

    PostgresTarget(Connector connector) {
        super(connector);
    }

    @Override
    protected void prepare(Connection fresh) throws SQLException {
        Rows.execute(fresh, "SET idle_session_timeout = 0");
        Rows.execute(fresh, "SET idle_in_transaction_session_timeout = 0");
        // a freeze is for others: what it protects, and its lifting, are writes
        Rows.execute(fresh, "SET default_transaction_read_only = off");
        noticeDeadClient(fresh);
        Optional<String> wanted = settings().schema();
        if (wanted.isPresent()) {
            fresh.setSchema(wanted.get());
            if (!Rows.isTrue(
                    fresh, "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?)", wanted.get())) {
                throw missingSchema(wanted.get());
            }
        }
    }

    /** A statement whose client was killed ends within seconds where the server's platform can tell. */
    private static void noticeDeadClient(Connection fresh) throws SQLException {
        Rows.execute(
                fresh,
                "DO $$ BEGIN PERFORM pg_catalog.set_config('client_connection_check_interval', '2s', false);"
                        + " EXCEPTION WHEN invalid_parameter_value THEN NULL; END $$");
    }

    @Override
    protected String readProduct(Connection connection) throws SQLException {
        int number = Rows.first(connection, "SHOW server_version_num", row -> row.getInt(1))
                .orElse(0);
        String version = Rows.first(connection, "SHOW server_version", row -> row.getString(1))
                .orElse("");
        String product = "PostgreSQL " + version.split(" ", 2)[0];
        if (number < OLDEST) {
            throw CountersignException.problem(ProblemCode.DATABASE_UNSUPPORTED)
                    .found("%s is %s.", errors().target(), product)
                    .expected("PostgreSQL 14 or newer.")
                    .remedy("Upgrade the server.")
                    .build();
        }
        return product;
    }

    @Override
    protected String readSchema(Connection connection) throws SQLException {
        String schema = Rows.first(connection, "SELECT pg_catalog.current_schema()", row -> row.getString(1))
                .orElse(null);
        if (schema == null) {
            throw missingSchema(settings().schema().orElse(DEFAULT_SCHEMA));
        }
        return schema;
    }

    private CountersignException missingSchema(String schema) {
        return CountersignException.problem(ProblemCode.DATABASE_FAILED)
                .found(
                        "%s has no schema \"%s\" that %s may use.",
                        errors().target(), schema, settings().user().orElse("the user"))
                .expected("The schema that the release changes.")
                .remedy("Create the schema, or name another one for the target.")
                .build();
    }

    @Override
    public boolean transactionalDdl() {
        return true;
    }

    @Override
    public Optional<String> transaction() {
        return ask(
                "its transaction was numbered",
                connection ->
                        Rows.first(connection, "SELECT pg_catalog.pg_current_xact_id()", row -> row.getString(1)));
    }

    @Override
    public boolean isCommitted(String transaction) {
        return ask(
                "its transaction was asked for",
                connection -> Rows.isTrue(
                        connection, "SELECT pg_catalog.pg_xact_status(?::xid8) = 'committed'", transaction));
    }

    /** The schema that this target is confined to; empty where it is the whole database. */
    Optional<String> onlySchema() {
        return settings().schema();
    }

    String database() {
        return ask("its name was read", Connection::getCatalog);
    }

    /** The processes that serve this target's connections: the working one, the lock's and a barrier's. */
    Set<Integer> ownProcesses() {
        List<Integer> connected =
                ask("its sessions were read", connection -> LockHolders.processes(connection, keys().session()));
        Set<Integer> own = new TreeSet<>(connected);
        companions().forEach(session -> own.add(session.intValue()));
        return own;
    }

    /** Which server this is, and which of its lives. */
    String server() {
        return ask(
                "its server was asked",
                connection ->
                        Rows.first(connection, SERVER, row -> row.getString(1)).orElse(""));
    }

    /** Whether this target's user may do with a database of the same server what only owners and superusers may. */
    boolean actsAsOwnerOf(String database) {
        return ask("its rights were read", connection -> Rows.isTrue(connection, OWNS, database));
    }

    private String lockScope() {
        return onlySchema().filter(name -> !name.equals(DEFAULT_SCHEMA)).orElse("");
    }

    LockKeys keys() {
        return ask("its name was read", connection -> LockKeys.of(connection.getCatalog(), lockScope()));
    }

    private String ledgerName() {
        return LedgerName.of(lockScope());
    }

    @Override
    public String ledgerTable() {
        return OWN_SCHEMA + "." + Identifiers.quoted(ledgerName());
    }

    @Override
    protected boolean ledgerExists(Connection connection) throws SQLException {
        return Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?)",
                OWN_SCHEMA,
                ledgerName());
    }

    @Override
    protected void makeLedger(Connection connection) throws SQLException {
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            Rows.first(connection, "SELECT pg_catalog.pg_advisory_xact_lock(?)", row -> true, keys().creation());
            if (!Rows.isTrue(
                    connection,
                    "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?)",
                    OWN_SCHEMA)) {
                Rows.execute(connection, "CREATE SCHEMA " + OWN_SCHEMA);
            }
            if (!ledgerExists(connection)) {
                Rows.execute(
                        connection,
                        "CREATE TABLE " + ledgerTable() + " (seq bigint PRIMARY KEY, hash char(64) NOT NULL UNIQUE,"
                                + " body text NOT NULL, inventory text)");
            }
            if (alone) {
                connection.commit();
            }
        } finally {
            if (alone) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    protected SchemaInventory readInventory(Connection connection) throws SQLException {
        return new PostgresInventory(onlySchema()).read(connection);
    }

    @Override
    protected LockSession lockSession(String purpose) {
        LockKeys keys = keys();
        Connection own = PostgresDialect.connector(settings(), AdvisoryLock.applicationName(purpose))
                .open();
        // neither somebody who keeps the lock from elsewhere nor a psql that outlived its operation
        return new AdvisoryLock(
                own,
                keys.session(),
                session ->
                        LockHolders.first(session, keys.bridge(), keys.tool()).isEmpty() && takeWorkLock(keys));
    }

    private boolean takeWorkLock(LockKeys keys) throws SQLException {
        return Rows.isTrue(connection(), "SELECT pg_catalog.pg_try_advisory_lock(?)", keys.work());
    }

    @Override
    protected void lockGivenUp(Connection connection) throws SQLException {
        Rows.isTrue(connection, "SELECT pg_catalog.pg_advisory_unlock(?)", keys().work());
    }

    @Override
    protected Optional<String> readLockHolder(Connection connection) throws SQLException {
        LockKeys keys = keys();
        return LockHolders.first(connection, keys.bridge(), keys.session(), keys.tool(), keys.work());
    }

    @Override
    public void disconnectedWhile(Runnable work) {
        Optional<String> locked = lockPurpose().map(AdvisoryLock::applicationName);
        locked.ifPresent(this::handLockToBridge);
        try {
            super.disconnectedWhile(work);
        } finally {
            locked.ifPresent(this::takeLockBack);
        }
    }

    /** To a session that is not connected to this database. */
    private void handLockToBridge(String purpose) {
        AdvisoryLock bridge = new AdvisoryLock(Maintenance.open(this, purpose), keys().bridge(), session -> true);
        try {
            bridge.tryAcquire();
        } catch (SQLException e) {
            bridge.close();
            throw errors().during("its lock was handed over", e);
        }
        handLockTo(bridge);
    }

    private void takeLockBack(String purpose) {
        LockKeys keys = keys();
        handLockTo(relock(() -> new AdvisoryLock(
                PostgresDialect.connector(settings(), purpose).open(), keys.session(), session -> takeWorkLock(keys))));
    }

    @Override
    public Freezer freezer() {
        return new PostgresFreezer(this);
    }

    @Override
    public Optional<WriteBarrier> barrier(FreezePolicy policy, Progress progress) {
        return TableBarrier.raise(this, new PostgresBarrier(this), policy, progress);
    }

    @Override
    public Optional<Handover> handover(TargetDatabase successor) {
        return successor instanceof PostgresTarget other ? PostgresHandover.between(this, other) : Optional.empty();
    }

    /** A question to the working connection, for those who work for this target. */
    <T> T asked(String doing, Question<T> question) {
        return ask(doing, question);
    }

    @Override
    public Replacement replacement(TargetDatabase original) {
        return DatabaseReplacement.create(this, original);
    }

    @Override
    public Optional<Replacement> twin(TargetDatabase original, Progress progress) {
        return original instanceof PostgresTarget other && other.onlySchema().isEmpty()
                ? new DatabaseTwin(this, other).make(progress)
                : Optional.empty();
    }

    @Override
    public List<TableContent> contents() {
        return ask(
                "what its tables hold was added up",
                connection -> PostgresInventory.inOwnTransaction(connection, PostgresContents::read));
    }

    @Override
    public ContentWatch watch() {
        return new PostgresWatch(this);
    }

    @Override
    public List<NumberSource> numbers() {
        return ask("its sequences were read", PostgresNumbers::read);
    }

    @Override
    public List<NumberSource> advance(List<NumberSource> elsewhere) {
        return ask("its sequences were advanced", connection -> PostgresNumbers.advance(connection, elsewhere));
    }

    @Override
    public Optional<TableShape> shape(String table) {
        return ask("the key of " + table + " was read", connection -> PostgresContents.shape(connection, table));
    }

    @Override
    public List<String> removeLeftovers() {
        String live = database();
        String incoming = DatabaseReplacement.incoming(live);
        List<String> names = List.of(
                incoming,
                DatabaseReplacement.outgoing(live),
                TemplateBackup.making(live),
                NativeBackup.scratch(live, onlySchema()),
                NativeBackup.scratch(incoming, Optional.empty()));
        List<String> found = ask(
                "its server's databases were listed",
                connection -> Rows.list(
                        connection,
                        "SELECT datname FROM pg_catalog.pg_database WHERE datname = ANY (?)"
                                + " OR starts_with(datname, ?)",
                        row -> row.getString(1),
                        connection.createArrayOf("text", names.toArray()),
                        // backups that a rehearsal made of its scratch copy
                        incoming + "_cs_"));
        if (!found.isEmpty()) {
            DatabaseReplacement.withServer(this, server -> {
                found.forEach(server::drop);
                return true;
            });
        }
        return found;
    }

    @Override
    public long size() {
        return ask(
                "its size was read",
                connection -> Rows.first(
                                connection,
                                "SELECT pg_catalog.pg_database_size(pg_catalog.current_database())",
                                row -> row.getLong(1))
                        .orElse(0L));
    }

    @Override
    public List<BackupMethod> backupMethods(BackupPolicy policy) {
        return List.of(
                new NativeBackup(policy.directory(), this), new TemplateBackup(this), new ExternalBackup(policy));
    }
}
