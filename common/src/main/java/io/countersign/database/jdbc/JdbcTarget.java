package io.countersign.database.jdbc;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.DatabaseLock;
import io.countersign.database.Freezer;
import io.countersign.database.Replacement;
import io.countersign.database.SchemaInventory;
import io.countersign.database.SqlErrors;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What all products have in common: one working connection, its transaction, a ledger table, a lock. */
public abstract class JdbcTarget implements TargetDatabase {
    private static final Duration RELOCK_PATIENCE = Duration.ofMinutes(1);

    private final Connector connector;
    private Connection working;
    private String product = "";
    private String schema = "";
    private Optional<HeldLock> held = Optional.empty();
    private final Set<Long> companions = new HashSet<>();

    protected JdbcTarget(Connector connector) {
        this.connector = connector;
        this.working = connector.open();
        try {
            prepare(working);
            this.product = readProduct(working);
            this.schema = readSchema(working);
        } catch (SQLException e) {
            closeQuietly();
            throw errors().whileConnecting(e);
        } catch (CountersignException e) {
            closeQuietly();
            throw e;
        }
    }

    /** Sets up a fresh working connection: time-outs, the schema of the settings. */
    protected abstract void prepare(Connection fresh) throws SQLException;

    /** The product and its version. Refuses versions that are too old. */
    protected abstract String readProduct(Connection connection) throws SQLException;

    protected abstract String readSchema(Connection connection) throws SQLException;

    protected abstract SchemaInventory readInventory(Connection connection) throws SQLException;

    protected abstract boolean ledgerExists(Connection connection) throws SQLException;

    protected abstract void makeLedger(Connection connection) throws SQLException;

    /** The server's numbers of further sessions that work for this target, and are none of others'. */
    protected final Set<Long> companions() {
        return Set.copyOf(companions);
    }

    final void accompany(long session) {
        companions.add(session);
    }

    final void leave(long session) {
        companions.remove(session);
    }

    /** Opens the dedicated connection of one attempt to take the lock. */
    protected abstract LockSession lockSession(String purpose);

    protected abstract Optional<String> readLockHolder(Connection connection) throws SQLException;

    /** Sees to it that what was just committed survives a kill. */
    protected void makeLasting(Connection connection) throws SQLException {
        // most products have it on the disk before they answer
    }

    /** Releases what {@link #lockSession} left in the working connection. */
    protected void lockGivenUp(Connection connection) throws SQLException {
        // most products keep nothing there
    }

    @Override
    public final String name() {
        return settings().name();
    }

    @Override
    public final String product() {
        return product;
    }

    @Override
    public final String schema() {
        return schema;
    }

    @Override
    public final ConnectionSettings settings() {
        return connector.settings();
    }

    @Override
    public final Connection connection() {
        return working;
    }

    @Override
    public final Connection another() {
        Connection connection = connector.open();
        try {
            prepare(connection);
            return connection;
        } catch (SQLException e) {
            throw errors().whileConnecting(e);
        }
    }

    @Override
    public Replacement replacement(TargetDatabase original) {
        throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                .found("Countersign cannot replace a database of %s.", product())
                .expected("A target on PostgreSQL, MariaDB, MySQL or H2.")
                .remedy(
                        "Copy the database by the product's own tools and take it under control by countersign:baseline.")
                .build();
    }

    @Override
    public Freezer freezer() {
        return new NoFreezer(product());
    }

    @Override
    public List<String> removeLeftovers() {
        return List.of();
    }

    protected final Connector connector() {
        return connector;
    }

    @Override
    public final SqlErrors errors() {
        return connector.errors();
    }

    @Override
    public final void begin() {
        run("a transaction was begun", connection -> connection.setAutoCommit(false));
    }

    @Override
    public Optional<String> transaction() {
        return Optional.empty();
    }

    @Override
    public boolean isCommitted(String transaction) {
        throw new IllegalArgumentException(product() + " numbers no transactions");
    }

    @Override
    public final void commit() {
        run("a transaction was committed", connection -> {
            if (!connection.getAutoCommit()) {
                connection.commit();
                connection.setAutoCommit(true);
                makeLasting(connection);
            }
        });
    }

    @Override
    public final void rollback() {
        run("a transaction was rolled back", connection -> {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    @Override
    public final SchemaInventory inventory() {
        return ask("its schema was read", this::readInventory);
    }

    @Override
    public final boolean hasLedger() {
        return ask("its ledger was looked for", this::ledgerExists);
    }

    @Override
    public final void createLedger() {
        run("its ledger was created", this::makeLedger);
    }

    @Override
    public final DatabaseLock lock(String purpose, Duration patience, Progress progress) {
        if (held.isPresent()) {
            throw new IllegalStateException("this target was locked before and not unlocked");
        }
        LockSession session = new LockWait(this, patience, progress).acquire(() -> lockSession(purpose));
        HeldLock lock = new HeldLock(purpose, session, HeldLock.HEARTBEAT, this::unlocked);
        held = Optional.of(lock);
        return lock;
    }

    private void unlocked() {
        held = Optional.empty();
        try {
            if (!working.isClosed()) {
                rollback(); // what was not committed under the lock must not be committed without it
                lockGivenUp(working);
            }
        } catch (SQLException | CountersignException e) {
            closeQuietly(); // a connection that fails here is broken, and nothing is held through it any more
        }
    }

    @Override
    public final Optional<String> lockHolder() {
        return ask("its lock was looked at", this::readLockHolder);
    }

    @Override
    public void disconnectedWhile(Runnable work) {
        closeQuietly();
        try {
            work.run();
        } finally {
            reconnect();
        }
    }

    /** Opens the working connection anew. */
    protected final void reconnect() {
        working = connector.open();
        run("the session was set up", this::prepare);
    }

    protected final void closeQuietly() {
        try {
            working.close();
        } catch (SQLException e) {
            // the driver has dropped its side; there is nothing else to release
        }
    }

    /** Lets a successor session carry the lock, where a lock is held. */
    protected final void handLockTo(LockSession successor) {
        held.ifPresentOrElse(lock -> lock.handOver(successor), successor::close);
    }

    /** Takes the lock anew for a target that has kept others out by other means meanwhile. */
    protected final LockSession relock(Supplier<LockSession> sessions) {
        return new LockWait(this, RELOCK_PATIENCE, Progress.silent()).acquire(sessions);
    }

    /** What the lock is held for, which a session that carries it on shall tell, too; empty where none is held. */
    protected final Optional<String> lockPurpose() {
        return held.map(HeldLock::purpose);
    }

    @Override
    public final void close() {
        held.ifPresent(HeldLock::close);
        closeQuietly();
    }

    /** Something to be done with the working connection. */
    @FunctionalInterface
    protected interface Work {
        void on(Connection connection) throws SQLException;
    }

    protected final void run(String doing, Work work) {
        ask(doing, connection -> {
            work.on(connection);
            return true;
        });
    }

    /** A question to the working connection. */
    @FunctionalInterface
    public interface Question<T> {
        T on(Connection connection) throws SQLException;
    }

    protected final <T> T ask(String doing, Question<T> question) {
        try {
            return question.on(working);
        } catch (SQLException e) {
            throw errors().during(doing, e);
        }
    }
}
