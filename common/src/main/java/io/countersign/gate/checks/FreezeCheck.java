package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.promotion.Stage;
import java.util.Locale;

/** A stage that asks for others to be kept out is not deployed to as if it had not asked: this version cannot do so yet. */
final class FreezeCheck implements Check {
    @Override
    public String name() {
        return "freeze";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.stage().freeze() == Stage.Freeze.NONE) {
            return CheckResult.notApplicable(name(), "the stage lets others go on");
        }
        return CheckResult.refused(
                name(),
                "others kept out ("
                        + facts.stage().freeze().name().toLowerCase(Locale.ROOT).replace('_', '-') + ")",
                "this version cannot keep others out",
                "Stop the applications yourself, and set freeze: none for this stage.");
    }
}
