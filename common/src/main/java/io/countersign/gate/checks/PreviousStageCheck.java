package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.Receipt;
import io.countersign.promotion.Stage;
import io.countersign.signature.Judged;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stage before has deployed this very release and signed for it. */
final class PreviousStageCheck implements Check {
    @Override
    public String name() {
        return "previous-stage";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        Optional<Stage> before = facts.path().predecessor(facts.stage());
        if (before.isEmpty()) {
            return CheckResult.notApplicable(name(), "no receipt of another stage is asked for");
        }
        String expected = "a receipt of " + before.get().name() + ", signed by its "
                + before.get().deployment().receipts().orElse("operator");
        Optional<Judged<Receipt>> receipt = facts.rehearsal();
        if (receipt.isPresent()) {
            return CheckResult.passed(
                    name(),
                    expected,
                    "deployed to " + before.get().name() + " at "
                            + receipt.get().predicate().finishedAt());
        }
        String refused = facts.receipts().stream()
                .filter(judged -> judged.predicate().stage().equals(before.get().name()))
                .map(Judged::reason)
                .collect(Collectors.joining("; "));
        return CheckResult.refused(
                name(),
                expected,
                refused.isEmpty() ? "there is none" : refused,
                "Deploy this release to " + before.get().name()
                        + " first, and keep its evidence folder beside the release.");
    }
}
