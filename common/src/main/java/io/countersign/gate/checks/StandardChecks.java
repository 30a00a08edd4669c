package io.countersign.gate.checks;

import io.countersign.gate.Check;
import java.util.List;

/** Every check of the gate, in the order in which they are shown. */
public final class StandardChecks {
    private StandardChecks() {}

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
