package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import io.countersign.ledger.LedgerHistory;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import java.util.List;
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

    /**
     * Its approvals are as good as they were then, and say nothing about what has been deployed since. A slot may be filled with
     * an older application again, as long as the database has not gone on.
     */
    private static boolean isLeftBehind(GateFacts facts) {
        Digest digest = facts.release().release().digest();
        List<LedgerHistory.Deployed> standing = facts.history().standingDeployments();
        int last = -1;
        for (int index = 0; index < standing.size(); index++) {
            if (standing.get(index).event().release().digest().equals(digest)) {
                last = index;
            }
        }
        List<LedgerHistory.Deployed> since = standing.subList(last + 1, standing.size());
        return last >= 0
                && !since.isEmpty()
                && (facts.target().slots().isEmpty()
                        || since.stream().anyMatch(deployed -> deployed.event().changesets() > 0));
    }
}
