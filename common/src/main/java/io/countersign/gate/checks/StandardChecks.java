package io.countersign.gate.checks;

import io.countersign.gate.Check;
import java.util.List;

/** Every check of the gate, in the order in which they are shown. */
public final class StandardChecks {
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
        return List.of(
                new IntactCheck(),
                new PreliminaryCheck(),
                new TagCheck(),
                new ApprovalsCheck(),
                new SeparationCheck(),
                new PreviousStageCheck(),
                new RehearsalCheck(),
                new LedgerCheck(),
                new PolicyCheck(),
                new DriftCheck(),
                new DatabaseVersionCheck(),
                new ChangesCheck(),
                new ApplicationCheck(),
                new ReceiptKeyCheck(),
                new WindowCheck());
    }

    public static List<Check> all() {
        return List.of(
                new IntactCheck(),
                new PreliminaryCheck(),
                new TagCheck(),
                new ApprovalsCheck(),
                new SeparationCheck(),
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
