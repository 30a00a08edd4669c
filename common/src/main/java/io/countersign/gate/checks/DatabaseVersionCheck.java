package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.release.DatabaseVersion;
import java.util.Optional;

/** The target is at the version that the release was made for. */
final class DatabaseVersionCheck implements Check {
    @Override
    public String name() {
        return "database-version";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        Optional<DatabaseVersion> required =
                facts.release().release().manifest().requires();
        if (required.isEmpty()) {
            return CheckResult.notApplicable(name(), "the release asks for no version");
        }
        Optional<DatabaseVersion> version = facts.history().standing().version();
        String found = version.map(DatabaseVersion::value).orElse("no version");
        return required.equals(version)
                ? CheckResult.passed(name(), required.get().value(), found)
                : CheckResult.refused(
                        name(),
                        required.get().value(),
                        found,
                        "Deploy the releases in between first, or seal a release for " + found + ".");
    }
}
