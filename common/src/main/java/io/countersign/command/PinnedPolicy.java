package io.countersign.command;

import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Digest;
import io.countersign.signature.Predicate;
import io.countersign.signature.StagePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one policy that some targets of a stage have pinned and that is to be replaced there.
 *
 * @param records which ledger records pinned it, one a target
 */
record PinnedPolicy(StagePolicy policy, List<Predicate.PinnedRecord> records) {
    PinnedPolicy {
        records = List.copyOf(records);
    }

    /**
     * Reads the targets' ledgers; those that have pinned the present policy already, or none yet, are left out.
     *
     * @throws CountersignException LEDGER_MISSING where no target has pinned any; PARAMETER_INVALID where there is nothing
     *     to replace; PARAMETER_MISSING where the targets have pinned different ones
     */
    static PinnedPolicy read(CommandContext context, Stage stage, List<Target> targets, StagePolicy present) {
        boolean pinnedAnywhere = false;
        List<Predicate.PinnedRecord> records = new ArrayList<>();
        List<LedgerEvent.PolicyPinned> events = new ArrayList<>();
        for (Target target : targets) {
            for (LedgerHistory.Entry entry :
                    pinned(context, stage, target).stream().toList()) {
                pinnedAnywhere = true;
                LedgerEvent.PolicyPinned event =
                        (LedgerEvent.PolicyPinned) entry.record().event();
                if (!event.policy().equals(present.digest())) {
                    records.add(entry.pinnedRecord(target.name()));
                    events.add(event);
                }
            }
        }
        Set<Digest> different = new LinkedHashSet<>(
                events.stream().map(LedgerEvent.PolicyPinned::policy).toList());
        if (!pinnedAnywhere) {
            throw CountersignException.problem(ProblemCode.LEDGER_MISSING)
                    .found("No policy is pinned in a ledger of %s yet.", stage.name())
                    .remedy("The first deployment or a baseline pins it.")
                    .build();
        }
        if (different.isEmpty()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The policy of %s in stages.yml is the one that is pinned.", stage.name())
                    .remedy("Nothing has to be approved.")
                    .build();
        }
        if (different.size() > 1) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("The targets of %s have pinned %d different policies.", stage.name(), different.size())
                    .expected("one target, for one change.")
                    .remedy("Name it by -Dcountersign.target=NAME, and approve for the others one by one.")
                    .build();
        }
        return new PinnedPolicy(events.get(0).parsed(), records);
    }

    private static Optional<LedgerHistory.Entry> pinned(CommandContext context, Stage stage, Target target) {
        try (TargetSession session = TargetSession.look(context, stage, target)) {
            return session.ledger().read().policyEntry();
        }
    }
}
