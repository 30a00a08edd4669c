package io.countersign.deploy;

import io.countersign.database.Freezer;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.FreezePolicy;
import java.time.Duration;
import java.util.List;

/** Waits until those who were inside when a freeze began are gone, and ends their sessions where the policy says so. */
final class Vacating {
    private static final Duration REST = Duration.ofMillis(200);

    /** Sessions that are ended come back at most as often as their application tries in this time. */
    private static final Duration EVICTION = Duration.ofSeconds(10);

    private final Site site;
    private final Progress progress;

    Vacating(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
    }

    /** @throws CountersignException FREEZE_REFUSED where they do not leave */
    void await(Freezer freezer, FreezePolicy policy) {
        List<String> inside = freezer.inside(policy);
        if (inside.isEmpty()) {
            return;
        }
        progress.info(inside.size() + " sessions are still inside: " + String.join(", ", inside));
        inside = untilEmpty(freezer, policy, policy.patience(), false);
        if (!inside.isEmpty() && policy.sessions() == FreezePolicy.Sessions.END) {
            progress.info("Ending " + inside.size() + " sessions");
            inside = untilEmpty(freezer, policy, EVICTION, true);
        }
        if (!inside.isEmpty()) {
            throw CountersignException.problem(ProblemCode.FREEZE_REFUSED)
                    .found("%d sessions do not leave %s: %s.", inside.size(), site.name(), String.join(", ", inside))
                    .expected("a target that nobody works on any more.")
                    .remedy(
                            "%s",
                            policy.sessions() == FreezePolicy.Sessions.END
                                    ? "Stop the application; or let it connect as somebody who is neither the one who deploys"
                                            + " nor a superuser; or name it under freeze.except."
                                    : "Stop the application, allow more patience, or set sessions: end.")
                    .build();
        }
    }

    /**
     * Ends the sessions that began while a database was frozen, once it is not any more; who cannot be ended is told. Where the
     * policy is to wait, nobody's session is ended.
     */
    static void renew(Site site, FreezePolicy policy, Progress progress) {
        if (policy.sessions() == FreezePolicy.Sessions.WAIT) {
            progress.info("Sessions that began meanwhile stay read-only until they connect anew");
            return;
        }
        try {
            site.database().freezer().renew(policy);
        } catch (CountersignException e) {
            progress.warn("Sessions that began meanwhile stay read-only until they connect anew: "
                    + e.problem().found());
        }
    }

    private List<String> untilEmpty(Freezer freezer, FreezePolicy policy, Duration patience, boolean evict) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            if (evict) {
                freezer.evict(policy);
            }
            List<String> inside = freezer.inside(policy);
            if (inside.isEmpty() || System.nanoTime() >= end) {
                return inside;
            }
            rest();
        }
    }

    private void rest() {
        try {
            Thread.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Waiting for the sessions of %s was interrupted.", site.name())
                    .remedy("Repeat the command.")
                    .causedBy(e);
        }
    }
}
