package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.gate.WaveState;
import io.countersign.promotion.WavePolicy;
import io.countersign.signature.Judged;
import java.util.stream.Collectors;

/** Behind the first wave of a rollout, everybody who has to agree to the next one has signed that. */
final class WaveCheck implements Check {
    @Override
    public String name() {
        return "wave";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.stage().waves().pause() != WavePolicy.Pause.APPROVAL) {
            return CheckResult.notApplicable(name(), "no wave of the stage waits for approval");
        }
        return facts.wave()
                .map(state -> examine(facts, state))
                .orElseGet(() -> CheckResult.notApplicable(name(), "the target is in the first wave"));
    }

    private CheckResult examine(GateFacts facts, WaveState state) {
        String expected = "wave " + state.number() + " approved by "
                + facts.stage().entry().approvals().text();
        if (state.result().satisfied()) {
            return CheckResult.passed(
                    name(),
                    expected,
                    state.result().counted().stream()
                            .map(judged -> judged.person().userId() + " (" + judged.role() + ")")
                            .collect(Collectors.joining(", ")));
        }
        String refused = state.approvals().stream()
                .filter(judged -> !judged.counts())
                .map(WaveCheck::describe)
                .collect(Collectors.joining("; "));
        return CheckResult.refused(
                name(),
                expected,
                "missing: " + state.result().missing() + (refused.isEmpty() ? "" : "; does not count: " + refused),
                "Bring the waves before to their end, look, and ask for the missing approvals: mvn countersign:approve-wave"
                        + " -Dcountersign.stage=" + facts.stage().name() + ".");
    }

    private static String describe(Judged<?> judged) {
        return judged.person().userId() + ": " + judged.reason();
    }
}
