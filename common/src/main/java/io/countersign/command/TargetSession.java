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
import io.countersign.deploy.SlotPair;
import io.countersign.deploy.SlotPointer;
import io.countersign.ledger.ArchivedReceipts;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One target, connected; and locked once somebody asks for it. Closing ends both. */
final class TargetSession implements AutoCloseable {
    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(15);

    private final CommandContext context;
    private final Stage stage;
    private final Target target;
    private final TargetDatabase database;
    private @Nullable DatabaseLock lock;
    private @Nullable TargetSession idle;

    private TargetSession(CommandContext context, Stage stage, Target target, TargetDatabase database) {
        this.context = context;
        this.stage = stage;
        this.target = target;
        this.database = database;
    }

    /** Everything that is done to a target with slots is done to the live one. */
    static TargetSession open(CommandContext context, Stage stage, Target target) {
        return connect(context, stage, SlotPointer.resolve(target));
    }

    private static TargetSession connect(CommandContext context, Stage stage, Target target) {
        return new TargetSession(context, stage, target, TargetDatabases.connect(settings(context, stage, target)));
    }

    /** Empty where connecting would create the database. */
    static Optional<TargetSession> find(CommandContext context, Stage stage, Target named) {
        Target target = SlotPointer.resolve(named);
        return TargetDatabases.find(settings(context, stage, target))
                .map(database -> new TargetSession(context, stage, target, database));
    }

    /** For those who only look: a database that is not there yet is an empty one, and is not created. */
    static TargetSession look(CommandContext context, Stage stage, Target named) {
        Target target = SlotPointer.resolve(named);
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
        return deployer(target);
    }

    private static Optional<ApplicationDeployer> deployer(Target target) {
        return target.application().map(place -> new ApplicationDeployer(place, new ServiceCommand()));
    }

    /** How the stage makes backups; empty where it makes none. */
    Optional<BackupMethod> backup() {
        return BackupMethods.forPolicy(stage.deployment().backup(), database);
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
        DatabaseLock held = takeLock(purpose, patience);
        Journal journal = new Journal(ledger());
        Optional<SlotPair> pair = target.slots().map(slots -> pair(slots, held, journal, purpose, patience));
        Site site = new Site(stage, target, database, held, journal, backup(), application(), pair);
        pair.ifPresent(slots -> slots.requireAgreement(site));
        return site;
    }

    private DatabaseLock takeLock(String purpose, Duration patience) {
        DatabaseLock held = database.lock(purpose + " by " + context.actor(), patience, context.progress());
        lock = held;
        Stream.concat(
                        database.removeLeftovers().stream(),
                        BackupMethods.removeLeftovers(stage.deployment().backup(), database).stream())
                .forEach(name -> context.progress().warn("Removed " + name + ", which a killed operation had left"));
        return held;
    }

    private SlotPair pair(Slots slots, DatabaseLock held, Journal journal, String purpose, Duration patience) {
        Slot live = slots.both().stream()
                .filter(slot -> target.equals(target.in(slot)))
                .findFirst()
                .orElseThrow();
        Target other = target.in(slots.other(live));
        return new SlotPair(
                slots,
                live,
                () -> slots.sharesDatabase()
                        ? new Site(stage, other, database, held, journal, backup(), deployer(other), Optional.empty())
                        : idleSite(other, purpose, patience));
    }

    /** Its ledger is behind the live one's, so no receipt kept elsewhere can be asked of it. */
    private Site idleSite(Target other, String purpose, Duration patience) {
        TargetSession session = idle;
        if (session == null) {
            session = connect(context, stage, other);
            idle = session;
            session.takeLock(purpose, patience);
        }
        return new Site(
                stage,
                other,
                session.database,
                Objects.requireNonNull(session.lock),
                new Journal(new Ledger(session.database, context.clock(), context.actor())),
                session.backup(),
                deployer(other),
                Optional.empty());
    }

    boolean isLocked() {
        return lock != null;
    }

    @Override
    public void close() {
        try (database) {
            closeIdle();
            if (lock != null) {
                lock.close();
            }
        }
    }

    private void closeIdle() {
        if (idle != null) {
            idle.close();
        }
    }
}
