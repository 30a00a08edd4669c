package io.countersign.command;

import io.countersign.database.BackupMethod;
import io.countersign.database.BackupMethods;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.DatabaseLock;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.deploy.ApplicationDeployer;
import io.countersign.deploy.Freeze;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ServiceCommand;
import io.countersign.deploy.Site;
import io.countersign.ledger.ArchivedReceipts;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One target, connected; and locked once somebody asks for it. Closing ends both. */
final class TargetSession implements AutoCloseable {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(15);

    private final CommandContext context;
    private final Stage stage;
    private final Target target;
    private final TargetDatabase database;
    private @Nullable DatabaseLock lock;

    private TargetSession(CommandContext context, Stage stage, Target target, TargetDatabase database) {
        this.context = context;
        this.stage = stage;
        this.target = target;
        this.database = database;
    }

    static TargetSession open(CommandContext context, Stage stage, Target target) {
        return new TargetSession(context, stage, target, TargetDatabases.connect(settings(context, stage, target)));
    }

    /** Empty where connecting would create the database. */
    static Optional<TargetSession> find(CommandContext context, Stage stage, Target target) {
        return TargetDatabases.find(settings(context, stage, target))
                .map(database -> new TargetSession(context, stage, target, database));
    }

    /** For those who only look: a database that is not there yet is an empty one, and is not created. */
    static TargetSession look(CommandContext context, Stage stage, Target target) {
        return new TargetSession(context, stage, target, TargetDatabases.look(settings(context, stage, target)));
    }

    private static ConnectionSettings settings(CommandContext context, Stage stage, Target target) {
        CommandContext.Login login = context.login(target.credentials());
        return new ConnectionSettings(
                stage.name() + "/" + target.name(),
                target.url(),
                login.user(),
                login.password(),
                target.schema(),
                CONNECTION_TIMEOUT);
    }

    TargetDatabase database() {
        return database;
    }

    Ledger ledger() {
        return new Ledger(
                database,
                context.clock(),
                context.actor(),
                ArchivedReceipts.of(stage, target, context.clock().instant()));
    }

    Optional<ApplicationDeployer> application() {
        return target.application().map(place -> new ApplicationDeployer(place, new ServiceCommand()));
    }

    /** How the stage makes backups; empty where it makes none. */
    Optional<BackupMethod> backup() {
        return BackupMethods.forPolicy(stage.backup(), database);
    }

    /**
     * Takes the target's lock and reads its ledger under it. A freeze that a killed operation has left on is lifted, unless
     * the operation itself has to be recovered first.
     *
     * @param purpose what for, without who
     */
    Site lock(String purpose, Duration patience) {
        Site site = lockAsLeft(purpose, patience);
        if (!Recovery.isInterrupted(site.journal().history())) {
            new Freeze(site, context.progress()).liftLeft().ifPresent(context.progress()::warn);
        }
        return site;
    }

    /** As {@link #lock}, for those who recover what was left. */
    Site lockAsLeft(String purpose, Duration patience) {
        lock = database.lock(purpose + " by " + context.actor(), patience, context.progress());
        database.removeLeftovers()
                .forEach(name -> context.progress().warn("Removed " + name + ", which a killed operation had left"));
        return new Site(stage, target, database, lock, new Journal(ledger()), backup(), application());
    }

    boolean isLocked() {
        return lock != null;
    }

    @Override
    public void close() {
        try (database) {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
