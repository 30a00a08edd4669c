package io.countersign.database.liquibase;

import io.countersign.database.ChangeRunner.Source;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * One operation on one target: the database as Liquibase sees it, its history, and the statements that go by. Lives within
 * {@link PrivateLiquibase#call} and leaves the connection in the mode in which it found it.
 */
final class TargetSession {
    private final TargetDatabase target;
    private final Database database;
    private final History history;
    private final StatementWatch watch;

    private TargetSession(TargetDatabase target, Database database, History history) {
        this.target = target;
        this.database = database;
        this.history = history;
        this.watch = new StatementWatch(history);
    }

    /** What is done in a session. */
    @FunctionalInterface
    interface Work<T> {
        T in(TargetSession session) throws Exception;
    }

    /** Opens a session that reads a changelog. */
    static <T> T read(TargetDatabase target, ReleaseResources resources, Work<T> work) throws Exception {
        return open(target, resources, Progress.silent(), true, work);
    }

    /** Opens a session that may write. */
    static <T> T write(TargetDatabase target, ReleaseResources resources, Progress progress, Work<T> work)
            throws Exception {
        return open(target, resources, progress, false, work);
    }

    private static <T> T open(
            TargetDatabase target, ReleaseResources resources, Progress progress, boolean reading, Work<T> work)
            throws Exception {
        return new PrivateLiquibase(resources, progress).call(() -> {
            Connection connection = target.connection();
            boolean autoCommit = connection.getAutoCommit();
            try {
                Database database = database(target, reading || !autoCommit);
                History history = new History(database, mode(database, reading));
                Scope.getCurrentScope()
                        .getSingleton(ChangeLogHistoryServiceFactory.class)
                        .register(history);
                TargetSession session = new TargetSession(target, database, history);
                return PrivateLiquibase.within(
                        session.watch, Map.of(Scope.Attr.database.name(), database), () -> work.in(session));
            } finally {
                restore(target.connection(), autoCommit);
            }
        });
    }

    private static History.Mode mode(Database database, boolean reading) {
        if (reading) {
            return History.Mode.READ;
        }
        return database instanceof SteadyPostgres ? History.Mode.WRITE_IN_BATCHES : History.Mode.WRITE;
    }

    private static Database database(TargetDatabase target, boolean steady) throws DatabaseException, SQLException {
        JdbcConnection connection = new JdbcConnection(target.connection());
        Database database;
        if (steady && isPostgres(target)) {
            database = new SteadyPostgres();
            database.setConnection(connection);
        } else {
            database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(connection);
        }
        return database;
    }

    /** Derived products such as CockroachDB call themselves PostgreSQL too, but say more in their version. */
    private static boolean isPostgres(TargetDatabase target) throws SQLException {
        var meta = target.connection().getMetaData();
        return meta.getDatabaseProductName().equals("PostgreSQL")
                && Character.isDigit(meta.getDatabaseProductVersion().charAt(0))
                && target.transactionalDdl();
    }

    private static void restore(Connection connection, boolean autoCommit) throws SQLException {
        if (!connection.isClosed() && connection.getAutoCommit() != autoCommit && autoCommit) {
            connection.rollback(); // Liquibase committed what it did; anything else was a query
            connection.setAutoCommit(true);
        }
    }

    /** @throws CountersignException CHANGELOG_FILE_MISSING, CHANGELOG_INVALID */
    DatabaseChangeLog parse(ReleaseResources resources, Source source) {
        ReleaseParameters parameters = new ReleaseParameters(database);
        return ParsedChangelog.parse(resources, source.changelog(), parameters);
    }

    /** What Liquibase does before an update: creates or completes its table, fills in checksums, validates. */
    void prepare(DatabaseChangeLog changelog) throws Exception {
        history.init();
        history.upgradeChecksums(changelog, new Contexts(), new LabelExpression());
        boolean guarded = !changelog.getPreconditions().getNestedPreconditions().isEmpty();
        Optional<SteadyPostgres> steady = guarded ? steady() : Optional.empty();
        if (steady.isPresent()) {
            steady.get().protect();
        }
        changelog.validate(database, new Contexts(), new LabelExpression());
        if (steady.isPresent()) {
            steady.get().unprotect();
        }
    }

    TargetDatabase target() {
        return target;
    }

    Database database() {
        return database;
    }

    History history() {
        return history;
    }

    StatementWatch watch() {
        return watch;
    }

    /** Present where everything happens in the caller's transaction, or where nothing may be written at all. */
    Optional<SteadyPostgres> steady() {
        return database instanceof SteadyPostgres steady ? Optional.of(steady) : Optional.empty();
    }
}
