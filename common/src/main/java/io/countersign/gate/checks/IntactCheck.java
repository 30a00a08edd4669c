package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** The release is what was sealed. Opening it has verified every byte; the digest is shown so that people can compare it. */
final class IntactCheck implements Check {
    @Override
    public String name() {
        return "intact";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return CheckResult.passed(
                name(),
                "every entry as the manifest lists it",
                "sha256 " + facts.release().release().digest().abbreviated());
    }
}
