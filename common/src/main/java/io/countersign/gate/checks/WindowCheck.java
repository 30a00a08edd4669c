package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** The hour is one at which deployments may begin. */
final class WindowCheck implements Check {
    @Override
    public String name() {
        return "window";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return facts.stage()
                .entry()
                .window()
                .map(window -> window.contains(facts.now())
                        ? CheckResult.passed(name(), window.text(), facts.now().toString())
                        : CheckResult.refused(
                                name(), window.text(), facts.now().toString(), "Deploy when the window is open."))
                .orElseGet(() -> CheckResult.notApplicable(name(), "the stage has no window"));
    }
}
