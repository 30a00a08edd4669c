package io.countersign.database.jdbc;

import io.countersign.database.WriteBarrier;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Locks on all tables, held by a session of their own. Transactions that have written already are waited for, and ended
 * where the policy says so.
 */
public final class TableBarrier implements WriteBarrier {
    /** What most transactions need to come to their end, so that hardly any is ended that writes. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration EVICTION = Duration.ofSeconds(10);
    private static final long TURN_MILLIS = 50;

    /** How a product does it. */
    public interface Product {
        /** Begins what holds the locks, and takes them. Waits as long as it has to. */
        void lock(Connection connection) throws SQLException;

        /** The server's number of a session. */
        long session(Connection connection) throws SQLException;

        /** Whose transactions the locks of a session may be waiting for, in words by their sessions' numbers. */
        Map<Long, String> blockers(long session);

        /** Ends a session. Harmless where it has ended. */
        void end(long session);

        /** Makes the server keep up the session, and what it holds, for half a minute. */
        void linger(Connection connection) throws SQLException;
    }

    private final JdbcTarget target;
    private final Product product;
    private final Connection connection;
    private final long session;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "countersign-barrier");
        thread.setDaemon(true);
        return thread;
    });
    private boolean lingering;

    private TableBarrier(JdbcTarget target, Product product, Connection connection) throws SQLException {
        this.target = target;
        this.product = product;
        this.connection = connection;
        this.session = product.session(connection);
        target.accompany(session);
    }

    /**
     * Returns when nobody else can write. Empty, with the reason told, where the tables cannot be locked.
     *
     * @throws CountersignException FREEZE_REFUSED where others do not come to an end; INTERRUPTED
     */
    public static Optional<WriteBarrier> raise(
            JdbcTarget target, Product product, FreezePolicy policy, Progress progress) {
        TableBarrier barrier;
        try {
            barrier = new TableBarrier(target, product, target.another());
        } catch (SQLException e) {
            throw target.errors().whileConnecting(e);
        }
        try {
            barrier.await(policy, progress);
            return Optional.of(barrier);
        } catch (SQLException e) {
            barrier.close();
            progress.info("The tables of " + target.name() + " cannot be locked: "
                    + target.errors().message(e));
            return Optional.empty();
        } catch (RuntimeException e) {
            barrier.close();
            throw e;
        }
    }

    private void await(FreezePolicy policy, Progress progress) throws SQLException {
        Future<?> locked = executor.submit(() -> {
            product.lock(connection);
            return null;
        });
        Duration patience = policy.patience().compareTo(GRACE) > 0 ? policy.patience() : GRACE;
        if (done(locked, patience.toMillis())) {
            return;
        }
        if (policy.sessions() == FreezePolicy.Sessions.END) {
            progress.info("Ending sessions that do not come to an end with what they write: "
                    + words(product.blockers(session)));
            long end = System.nanoTime() + EVICTION.toNanos();
            while (System.nanoTime() < end) {
                product.blockers(session).keySet().forEach(product::end);
                if (done(locked, TURN_MILLIS)) {
                    return;
                }
            }
        }
        String words = words(product.blockers(session));
        product.end(session);
        throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                .found("%s is being written to by transactions that do not end: %s.", target.name(), words)
                .expected("transactions that come to their end.")
                .remedy(
                        "%s",
                        policy.sessions() == FreezePolicy.Sessions.END
                                ? "Stop whoever it is; or let them connect as somebody whose sessions the one who deploys may end."
                                : "Stop the application, allow more patience, or set sessions: end.")
                .build();
    }

    private static String words(Map<Long, String> blockers) {
        return blockers.isEmpty() ? "unknown ones" : String.join(", ", List.copyOf(blockers.values()));
    }

    private static boolean done(Future<?> locked, long millis) throws SQLException {
        try {
            locked.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Waiting for those who write was interrupted.")
                    .remedy("Repeat the command.")
                    .causedBy(e);
        }
    }

    @Override
    public long session() {
        return session;
    }

    @Override
    public void linger() {
        try {
            product.session(connection);
        } catch (SQLException e) {
            throw target.errors().during("it was kept closed for writers", e);
        }
        lingering = true;
        executor.execute(this::keepUp);
    }

    private void keepUp() {
        try {
            product.linger(connection);
        } catch (SQLException e) {
            // this is how it ends: somebody ends the session
        }
    }

    @Override
    public void close() {
        if (lingering) {
            product.end(session);
        }
        executor.shutdown();
        target.leave(session);
        try {
            connection.close();
        } catch (SQLException e) {
            // a session that was ended has nothing left to release
        }
    }
}
