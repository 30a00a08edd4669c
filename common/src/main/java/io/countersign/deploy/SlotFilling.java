package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.Slot;
import io.countersign.promotion.SmokeCheck;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Puts a release's application into the slot that is not live, and looks at it there, while the other one serves. */
public final class SlotFilling {
    private final Site site;
    private final SlotPair pair;
    private final Clock clock;
    private final Progress progress;

    /** @param site the live slot's */
    public SlotFilling(Site site, Clock clock, Progress progress) {
        this.site = site;
        this.pair = SlotPair.of(site);
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Where both slots share one database, which the release leaves as it is.
     *
     * @throws CountersignException SLOT_REFUSED where the release would change the database
     */
    public LedgerEvent.SlotFilled shared(ClearedRelease cleared, ChangeRunner.Pending pending) {
        requireNoChanges(cleared, pending);
        application(cleared);
        LedgerEvent.SlotFilled filled = new LedgerEvent.SlotFilled(
                OperationId.next(clock),
                pair.idle().name(),
                ReleaseReference.of(cleared.release().release()),
                Optional.empty());
        pair.pointer().establish();
        site.journal().ledger().create();
        site.journal().append(filled);
        return filled;
    }

    private void requireNoChanges(ClearedRelease cleared, ChangeRunner.Pending pending) {
        ConfigurationChange change = new ConfigurationChange(site, progress);
        boolean configured = ConfigurationSource.RELEASE
                .wanted(cleared.release().release(), change)
                .filter(wanted -> !change.differences(wanted.content()).isEmpty())
                .isPresent();
        if (!pending.pending().isEmpty() || configured) {
            throw CountersignException.problem(ProblemCode.SLOT_REFUSED)
                    .found(
                            "%s changes the database (%s), which both slots of %s share.",
                            ReleaseReference.of(cleared.release().release()).title(),
                            configured
                                    ? "configuration data"
                                    : pending.pending().size() + " changesets",
                            site.name())
                    .expected("a release that leaves it as it is.")
                    .remedy("Give the slots databases of their own in stages.yml, or use countersign:deploy.")
                    .build();
        }
    }

    /** Stops what is in the slot, puts the release there, starts it, and asks it for its health. */
    public void application(ClearedRelease cleared) {
        ApplicationDeployer application = pair.idleSite().get().application().orElseThrow();
        progress.info("Filling slot " + pair.idle().name() + " of " + site.name() + ", while "
                + pair.live().name() + " is live");
        String folder = application.stage(cleared.release().release(), progress);
        application.activate(folder, progress);
        requireHealthy(pair.idle(), progress);
        Retention.applyToApplications(pair.idleSite().get(), progress);
    }

    /** @throws CountersignException SMOKE_CHECK_FAILED */
    static void requireHealthy(Slot slot, Progress progress) {
        List<SmokeCheck> checks = List.copyOf(slot.health());
        new SmokeChecks(checks).runHttp(progress);
    }
}
