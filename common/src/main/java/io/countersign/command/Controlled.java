package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;

/** For operations that need a ledger to be recorded in. */
final class Controlled {
    private Controlled() {}

    /** @throws CountersignException LEDGER_MISSING, or DEPLOYMENT_INTERRUPTED where something has to be recovered first */
    static void require(Site site) {
        if (site.journal().history().isEmpty()) {
            throw CountersignException.problem(ProblemCode.LEDGER_MISSING)
                    .found("%s has no ledger: nothing was ever deployed to it.", site.name())
                    .remedy("Take it under control by countersign:baseline, or deploy a release.")
                    .build();
        }
        site.journal().history().open().ifPresent(open -> {
            throw CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                    .found(
                            "%s %s on %s, begun %s by %s, did not end.",
                            open.started().action(),
                            open.started().operation(),
                            site.name(),
                            open.record().at(),
                            open.record().by())
                    .remedy("Run countersign:recover first.")
                    .build();
        });
    }
}
