package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import java.util.Optional;

/** The target is at the version that the release was made for, and the release is not one that it has left behind. */
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
        if (isLeftBehind(facts)) {
            return CheckResult.refused(
                    name(),
                    "a release that is new to the target",
                    "it was there before "
                            + facts.history().standing().release().orElseThrow().title(),
                    "Go back by countersign:rollback: the changes that came after it would stay.");
        }
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

    /** Its approvals are as good as they were then, and say nothing about what has been deployed since. */
    private static boolean isLeftBehind(GateFacts facts) {
        Digest digest = facts.release().release().digest();
        boolean stood = facts.history().standingDeployments().stream()
                .anyMatch(deployed -> deployed.event().release().digest().equals(digest));
        return stood
                && facts.history()
                        .standing()
                        .release()
                        .filter(release -> !release.digest().equals(digest))
                        .isPresent();
    }
}
