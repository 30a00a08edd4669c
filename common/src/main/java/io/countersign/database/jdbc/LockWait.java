package io.countersign.database.jdbc;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for a lock with patience: tries, says who holds it, rests, tries again. */
final class LockWait {
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final Duration REPORT = Duration.ofSeconds(30);

    private final JdbcTarget target;
    private final Duration patience;
    private final Progress progress;

    LockWait(JdbcTarget target, Duration patience, Progress progress) {
        this.target = target;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Waits until the lock is taken.
     *
     * @param sessions opens a new session for every attempt, so that the age of the holder's connection tells since when
     *     the lock is held
     */
    LockSession acquire(Supplier<LockSession> sessions) {
        long start = System.nanoTime();
        long rest = FIRST_REST.toNanos();
        long nextReport = start;
        while (true) {
            Optional<LockSession> taken = attempt(sessions);
            if (taken.isPresent()) {
                return taken.get();
            }
            String holder = target.lockHolder().orElse("Another session holds the lock.");
            long now = System.nanoTime();
            long left = patience.toNanos() - (now - start);
            if (left <= 0) {
                throw refused(holder);
            }
            if (now >= nextReport) {
                progress.info("Waiting for the lock of " + target.name() + ". " + holder);
                nextReport = now + REPORT.toNanos();
            }
            pause(Math.min(rest, left));
            rest = Math.min(rest * 2, LONGEST_REST.toNanos());
        }
    }

    private Optional<LockSession> attempt(Supplier<LockSession> sessions) {
        LockSession session = sessions.get();
        boolean taken = false;
        try {
            taken = session.tryAcquire();
            return taken ? Optional.of(session) : Optional.empty();
        } catch (SQLException e) {
            throw target.errors().during("its lock was asked for", e);
        } finally {
            if (!taken) {
                session.close();
            }
        }
    }

    private CountersignException refused(String holder) {
        return CountersignException.problem(ProblemCode.LOCK_HELD)
                .found("%s is locked. %s", target.errors().target(), holder)
                .expected("A target on which nothing else is being done.")
                .remedy("Wait until the other operation ends, or allow more seconds for waiting by"
                        + " -Dcountersign.lockTimeout=SECONDS.")
                .build();
    }

    private void pause(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos).toMillis() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found(
                            "Waiting for the lock of %s was interrupted.",
                            target.errors().target())
                    .remedy("Repeat the command.")
                    .causedBy(e);
        }
    }
}
