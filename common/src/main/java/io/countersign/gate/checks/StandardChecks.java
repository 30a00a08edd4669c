package io.countersign.gate.checks;

import io.countersign.gate.Check;
import java.util.List;
import java.util.Set;

/** Every check of the gate, in the order in which they are shown. */
public final class StandardChecks {
    private static final Set<Class<? extends Check>> ABOUT_CHANGING_THE_TARGET =
            Set.of(InterruptedCheck.class, BackupCheck.class, WayBackCheck.class, FreezeCheck.class, LockCheck.class);

    private StandardChecks() {}

    /**
     * What must hold where a release is only tried, on a copy that nobody uses: that it can be done and undone. Who has agreed is
     * not asked. For {@code DressRehearsal} alone.
     */
    public static List<Check> forRehearsal() {
        return List.of(
                new IntactCheck(),
                new LedgerCheck(),
                new DatabaseVersionCheck(),
                new ChangesCheck(),
                new BackupCheck(),
                new WayBackCheck(),
                new ApplicationCheck());
    }

    /**
     * What must hold where a release goes into a copy that takes a target's place: everything but what is about changing the
     * target itself, which is still there until then.
     */
    public static List<Check> forReplacement() {
        return all().stream()
                .filter(check -> !ABOUT_CHANGING_THE_TARGET.contains(check.getClass()))
                .toList();
    }

    /**
     * What must hold where a receipt is signed for what the ledger says was deployed: nobody may get one by writing to the ledger
     * alone. For a deployment whose receipt was lost.
     */
    public static List<Check> forReceipt() {
        return List.of(
                new IntactCheck(),
                new PreliminaryCheck(),
                new ApprovalsCheck(),
                new SeparationCheck(),
                new LedgerCheck(),
                new PolicyCheck(),
                new ReceiptKeyCheck());
    }

    /**
     * What whoever approves gets to see: every check, where the one for the key of whoever will deploy says that it is asked then.
     * For showing alone; nothing is cleared by it.
     */
    public static List<Check> forReview() {
        return all().stream()
                .map(check -> check instanceof ReceiptKeyCheck
                        ? new LaterCheck(check, "asked at the deployment, for the key of whoever deploys")
                        : check)
                .toList();
    }

    public static List<Check> all() {
        return List.of(
                new IntactCheck(),
                new PreliminaryCheck(),
                new TagCheck(),
                new ApprovalsCheck(),
                new SeparationCheck(),
                new WaveCheck(),
                new PreviousStageCheck(),
                new RehearsalCheck(),
                new LedgerCheck(),
                new PolicyCheck(),
                new InterruptedCheck(),
                new DriftCheck(),
                new DatabaseVersionCheck(),
                new ChangesCheck(),
                new BackupCheck(),
                new WayBackCheck(),
                new ApplicationCheck(),
                new ReceiptKeyCheck(),
                new FreezeCheck(),
                new LockCheck(),
                new WindowCheck());
    }
}
