package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** A release that git cannot vouch for stays at the beginning of the path. */
final class PreliminaryCheck implements Check {
    @Override
    public String name() {
        return "preliminary";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        boolean preliminary = facts.release().release().manifest().preliminary();
        if (!preliminary) {
            return CheckResult.passed(name(), "a release from a tag", "sealed from a tag");
        }
        if (facts.stage().entry().preliminary()) {
            return CheckResult.passed(name(), "any release", "preliminary, which this stage accepts");
        }
        return CheckResult.refused(
                name(),
                "a release sealed from a clean work tree at a tag",
                "the release is preliminary (a snapshot version, a dirty work tree or no tag)",
                "Commit, tag the commit and seal again.");
    }
}
