package io.countersign.deploy;

import io.countersign.database.BackupMethod;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.Journal;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import java.util.Optional;

/**
 * One target with its lock held, ready to be worked on.
 *
 * @param backup how backups are made; empty where the stage makes none
 * @param application empty for a database alone
 * @param slots the two services of the target; empty where it has one, and for copies
 */
public record Site(
        Stage stage,
        Target target,
        TargetDatabase database,
        DatabaseLock lock,
        Journal journal,
        Optional<BackupMethod> backup,
        Optional<ApplicationDeployer> application,
        Optional<SlotPair> slots) {

    /** For messages: {@code PRD/main}. */
    public String name() {
        return stage.name() + "/" + target.name();
    }

    /** The same site, worked on by other rules. */
    public Site with(Stage other) {
        return new Site(other, target, database, lock, journal, backup, application, slots);
    }

    /** Asked before every commit: without the lock somebody else may be at work here by now. */
    public void requireLock() {
        if (!lock.isHeld()) {
            throw CountersignException.problem(ProblemCode.DATABASE_CONNECTION_LOST)
                    .found("The connection that holds the lock of %s is gone.", name())
                    .expected("the lock to be held until the end.")
                    .remedy("Look into the database's log for why it ended the session, and begin again.")
                    .build();
        }
    }
}
