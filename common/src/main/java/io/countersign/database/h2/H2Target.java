package io.countersign.database.h2;

import io.countersign.database.BackupMethod;
import io.countersign.database.Freezer;
import io.countersign.database.Replacement;
import io.countersign.database.SchemaInventory;
import io.countersign.database.SchemaObject;
import io.countersign.database.TargetDatabase;
import io.countersign.database.backup.ExternalBackup;
import io.countersign.database.jdbc.CatalogueFile;
import io.countersign.database.jdbc.Connector;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.JdbcTarget;
import io.countersign.database.jdbc.LedgerName;
import io.countersign.database.jdbc.LockSession;
import io.countersign.database.jdbc.RowLock;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.BackupPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An H2 database, or one schema of it where the settings name one. */
final class H2Target extends JdbcTarget {
    static final String OWN_SCHEMA = "COUNTERSIGN";
    private static final String DEFAULT_SCHEMA = "PUBLIC";
    private static final String LOCK = OWN_SCHEMA + ".\"LOCK\"";
    private static final CatalogueFile CATALOGUE = CatalogueFile.of("/io/countersign/database/h2/inventory.sql");
    private static final Pattern SCHEMA_CONDITION = Pattern.compile("\\{((?:\\w\\.)?\\w*SCHEMA(?:_NAME)?)}");
    private static final Pattern TABLE_CONDITION = Pattern.compile("\\{((?:\\w\\.)?\\w*TABLE(?:_NAME)?)}");

    /** Lock timeout and the two deadlock-like answers that a row lock of another session gives. */
    private static final Set<Integer> ROW_TAKEN = Set.of(50200, 40001, 90131);

    H2Target(Connector connector) {
        super(connector);
    }

    @Override
    protected void prepare(Connection fresh) throws SQLException {
        if (settings().schema().isPresent()) {
            String wanted = settings().schema().get();
            if (!Rows.isTrue(
                    fresh, "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?)", wanted)) {
                throw CountersignException.problem(ProblemCode.DATABASE_FAILED)
                        .found("%s has no schema \"%s\".", errors().target(), wanted)
                        .expected("The schema that the release changes, in upper case unless it was quoted.")
                        .remedy("Create the schema, or name another one for the target.")
                        .build();
            }
            fresh.setSchema(wanted);
        }
    }

    /**
     * An H2 inside this process keeps commits of the last half second in memory, and a kill would take a ledger record
     * of which a receipt may speak already. Only administrators may ask for more.
     */
    @Override
    protected void makeLasting(Connection connection) throws SQLException {
        if (isAdministrator(connection)) {
            Rows.execute(connection, "CHECKPOINT SYNC");
        }
    }

    private static boolean isAdministrator(Connection connection) throws SQLException {
        return Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER AND IS_ADMIN)");
    }

    boolean isAdministrator() {
        return ask("a right was looked up", H2Target::isAdministrator);
    }

    @Override
    protected String readProduct(Connection connection) throws SQLException {
        return "H2 " + connection.getMetaData().getDatabaseProductVersion().split(" ", 2)[0];
    }

    @Override
    protected String readSchema(Connection connection) throws SQLException {
        return connection.getSchema();
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    Optional<String> onlySchema() {
        return settings().schema();
    }

    /** The schemas that a backup keeps and a restore replaces. */
    List<String> schemas() {
        if (onlySchema().isPresent()) {
            return List.of(onlySchema().get());
        }
        return ask(
                "its schemas were listed",
                connection -> Rows.list(
                        connection,
                        "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME NOT IN"
                                + " ('INFORMATION_SCHEMA', '" + OWN_SCHEMA + "') ORDER BY SCHEMA_NAME",
                        row -> row.getString(1)));
    }

    /** The statements that make the synonyms, which H2's own scripts forget. */
    List<String> synonyms() {
        List<String> schemas = schemas();
        return ask(
                "its synonyms were listed",
                connection -> Rows.list(
                                connection,
                                "SELECT SYNONYM_SCHEMA, SYNONYM_NAME, SYNONYM_FOR_SCHEMA, SYNONYM_FOR"
                                        + " FROM INFORMATION_SCHEMA.SYNONYMS ORDER BY 1, 2",
                                row -> List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                        .stream()
                        .filter(synonym -> schemas.contains(synonym.get(0)))
                        .map(H2Target::synonym)
                        .toList());
    }

    private static String synonym(List<String> names) {
        List<String> quoted = names.stream().map(Identifiers::quoted).toList();
        return "CREATE SYNONYM " + quoted.get(0) + "." + quoted.get(1) + " FOR " + quoted.get(2) + "." + quoted.get(3)
                + ";\n";
    }

    private String scope() {
        return onlySchema().filter(name -> !name.equals(DEFAULT_SCHEMA)).orElse("");
    }

    @Override
    public String ledgerTable() {
        return OWN_SCHEMA + "." + Identifiers.quoted(ledgerName());
    }

    private String ledgerName() {
        return scope().isEmpty() ? "LEDGER" : LedgerName.of(scope());
    }

    @Override
    protected boolean ledgerExists(Connection connection) throws SQLException {
        return tableExists(connection, ledgerName());
    }

    private static boolean tableExists(Connection connection, String name) throws SQLException {
        return Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?)",
                OWN_SCHEMA,
                name);
    }

    @Override
    protected void makeLedger(Connection connection) throws SQLException {
        makeOnce(connection, "CREATE SCHEMA IF NOT EXISTS " + OWN_SCHEMA);
        makeOnce(
                connection,
                "CREATE TABLE IF NOT EXISTS " + ledgerTable()
                        + " (seq BIGINT PRIMARY KEY, hash CHAR(64) NOT NULL UNIQUE,"
                        + " body CLOB NOT NULL, inventory CLOB)");
    }

    /**
     * Creates something "if not exists". H2 looks for the name before it locks its catalogue, so that of two sessions
     * one can fail inside H2 all the same; it then finds, the second time, what the other has made.
     */
    private static void makeOnce(Connection connection, String sql) throws SQLException {
        try {
            Rows.execute(connection, sql);
        } catch (SQLException first) {
            try {
                Rows.execute(connection, sql);
            } catch (SQLException again) {
                again.addSuppressed(first);
                throw again;
            }
        }
    }

    @Override
    protected SchemaInventory readInventory(Connection connection) throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        for (CatalogueFile.Query query : CATALOGUE.queries()) {
            objects.addAll(CatalogueFile.objects(connection, query, this::filled));
        }
        objects.addAll(new KeyColumns(connection, this::filled).read());
        return new SchemaInventory(objects);
    }

    private String filled(String sql) {
        String schemas = onlySchema()
                .map(name -> "$1 = " + Identifiers.literal(name).replace("$", "\\$"))
                .orElse("$1 NOT IN ('INFORMATION_SCHEMA', '" + OWN_SCHEMA + "')");
        String text = SCHEMA_CONDITION.matcher(sql).replaceAll(schemas);
        text = TABLE_CONDITION
                .matcher(text)
                .replaceAll("UPPER($1) NOT IN ('DATABASECHANGELOG', 'DATABASECHANGELOGLOCK')");
        return text.replace("'{only}'", Identifiers.literal(onlySchema().orElse(DEFAULT_SCHEMA)));
    }

    @Override
    protected LockSession lockSession(String purpose) {
        Connection own = connector().open();
        try {
            makeLockRow(own);
        } catch (SQLException e) {
            throw errors().during("its lock was prepared", e);
        }
        return new RowLock(own, LOCK, scope(), purpose, this::grip);
    }

    private void makeLockRow(Connection own) throws SQLException {
        if (!tableExists(own, "LOCK")) {
            makeOnce(own, "CREATE SCHEMA IF NOT EXISTS " + OWN_SCHEMA);
            makeOnce(
                    own,
                    "CREATE TABLE IF NOT EXISTS " + LOCK
                            + " (scope VARCHAR PRIMARY KEY, holder VARCHAR, since VARCHAR)");
        }
        String scope = Identifiers.literal(scope());
        if (!Rows.isTrue(own, "SELECT EXISTS (SELECT 1 FROM " + LOCK + " WHERE scope = " + scope + ")")) {
            Rows.execute(own, "MERGE INTO " + LOCK + " (scope) KEY (scope) VALUES (" + scope + ")");
        }
    }

    private boolean grip(Connection own) throws SQLException {
        try {
            return Rows.first(own, "SELECT 1 FROM " + LOCK + " WHERE scope = ? FOR UPDATE NOWAIT", row -> true, scope())
                    .isPresent();
        } catch (SQLException e) {
            if (ROW_TAKEN.contains(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    /** Reads what the holder wrote and did not commit. */
    @Override
    protected Optional<String> readLockHolder(Connection connection) throws SQLException {
        if (!tableExists(connection, "LOCK")) {
            return Optional.empty();
        }
        try (Connection dirty = connector().open()) {
            dirty.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
            return Rows.first(
                    dirty,
                    "SELECT holder, since FROM " + LOCK + " WHERE scope = ? AND holder IS NOT NULL",
                    row -> "Held by \"" + row.getString(1) + "\" since " + row.getString(2) + ".",
                    scope());
        }
    }

    @Override
    public Replacement replacement(TargetDatabase original) {
        return FileReplacement.create(this);
    }

    @Override
    public List<String> removeLeftovers() {
        return FileReplacement.removeLeftovers(this);
    }

    /** Its file without the ending; empty in memory. */
    Optional<String> file() {
        return ask(
                "its file was asked for",
                connection -> Rows.first(
                                connection, "SELECT DATABASE_PATH()", row -> Optional.ofNullable(row.getString(1)))
                        .flatMap(path -> path));
    }

    /** Does something while nobody has the database open. The lock of a closed database cannot be taken. */
    void closedWhile(Runnable work) {
        Optional<String> locked = lockPurpose();
        locked.ifPresent(purpose -> handLockTo(new ClosedDatabaseLock()));
        run("it was closed", connection -> Rows.execute(connection, "SHUTDOWN"));
        try {
            disconnectedWhile(work);
        } finally {
            locked.ifPresent(this::takeLockBack);
        }
    }

    @Override
    public Freezer freezer() {
        return new H2Freezer(this);
    }

    /** Ends all other sessions, the lock's too: the exclusive mode takes its place. */
    void beAlone() {
        run("it was frozen", connection -> Rows.execute(connection, "SET EXCLUSIVE 2"));
        lockPurpose().ifPresent(purpose -> handLockTo(new ExclusiveLock(this)));
    }

    void letIn() {
        if (!ask("its mode was read", connection -> isExclusive())) {
            return;
        }
        run("its freeze was lifted", connection -> Rows.execute(connection, "SET EXCLUSIVE 0"));
        lockPurpose().ifPresent(this::takeLockBack);
    }

    private void takeLockBack(String purpose) {
        handLockTo(relock(() -> lockSession(purpose)));
    }

    /** Asked by the one session that gets an answer then. */
    boolean isExclusive() throws SQLException {
        return Rows.isTrue(
                connection(),
                "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'EXCLUSIVE' AND SETTING_VALUE = 'TRUE')");
    }

    @Override
    public long size() {
        return ask(
                "its size was read",
                connection -> Rows.first(
                                connection,
                                "SELECT COALESCE(SUM(DISK_SPACE_USED(T.TABLE_SCHEMA || '.' || T.TABLE_NAME)), 0) FROM (SELECT"
                                        + " '\"' || REPLACE(TABLE_SCHEMA, '\"', '\"\"') || '\"' AS TABLE_SCHEMA,"
                                        + " '\"' || REPLACE(TABLE_NAME, '\"', '\"\"') || '\"' AS TABLE_NAME"
                                        + " FROM INFORMATION_SCHEMA.TABLES WHERE STORAGE_TYPE = 'CACHED') T",
                                row -> row.getLong(1))
                        .orElse(0L));
    }

    @Override
    public List<BackupMethod> backupMethods(BackupPolicy policy) {
        return List.of(new ScriptBackup(policy.directory(), this), new ExternalBackup(policy));
    }
}
