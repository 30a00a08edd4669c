package io.countersign.database.jdbc;

import io.countersign.database.DatabaseLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A lock that was taken. Its session is asked for a sign of life at regular times, because routers forget connections
 * that are silent while a long statement runs on another one.
 */
final class HeldLock implements DatabaseLock {
    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private final String purpose;
    private final Runnable afterwards;
    private final ScheduledExecutorService heart;
    private final Future<?> heartbeat;
    private LockSession session;
    private boolean closed;

    HeldLock(String purpose, LockSession session, Duration interval, Runnable afterwards) {
        this.purpose = purpose;
        this.session = session;
        this.afterwards = afterwards;
        this.heart = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "countersign-lock");
            thread.setDaemon(true);
            return thread;
        });
        this.heartbeat = heart.scheduleWithFixedDelay(
                this::isHeld, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    String purpose() {
        return purpose;
    }

    @Override
    public synchronized boolean isHeld() {
        if (closed) {
            return false;
        }
        try {
            return session.isHeld();
        } catch (SQLException e) {
            return false; // a session that cannot answer holds nothing any more
        }
    }

    /** Lets another session, which must have the lock already, stand in for the present one. */
    synchronized void handOver(LockSession successor) {
        session.close();
        session = successor;
    }

    @Override
    public void close() {
        heartbeat.cancel(false);
        heart.shutdownNow();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            session.close();
        }
        afterwards.run();
    }
}
