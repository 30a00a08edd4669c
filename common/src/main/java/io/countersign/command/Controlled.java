package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;

/** For operations that need a ledger to be recorded in. */
final class Controlled {
    private Controlled() {}

    /** @throws CountersignException LEDGER_MISSING, or DEPLOYMENT_INTERRUPTED where something has to be recovered first */
    static void require(Site site) {
        requireLedger(site);
        site.journal().history().open().ifPresent(open -> {
            throw interrupted(site, open);
        });
    }

    /**
     * For a restore of a backup that was chosen by name: it is the way out where what a recovery would restore is gone. A switch
     * of slots is about more than one database.
     *
     * @throws CountersignException LEDGER_MISSING, or DEPLOYMENT_INTERRUPTED
     */
    static void requireNoSwitch(Site site) {
        requireLedger(site);
        site.journal()
                .history()
                .open()
                .filter(open -> open.started().action() == LedgerEvent.Action.SWITCH)
                .ifPresent(open -> {
                    throw interrupted(site, open);
                });
    }

    private static void requireLedger(Site site) {
        if (site.journal().history().isEmpty()) {
            throw CountersignException.problem(ProblemCode.LEDGER_MISSING)
                    .found("%s has no ledger: nothing was ever deployed to it.", site.name())
                    .remedy("Take it under control by countersign:baseline, or deploy a release.")
                    .build();
        }
    }

    private static CountersignException interrupted(Site site, LedgerHistory.OpenOperation open) {
        return CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                .found(
                        "%s %s on %s, begun %s by %s, did not end.",
                        open.started().action(),
                        open.started().operation(),
                        site.name(),
                        open.record().at(),
                        open.record().by())
                .remedy("Run countersign:recover first.")
                .build();
    }
}
