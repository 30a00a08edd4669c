package io.countersign.deploy;

import io.countersign.gate.ClearedRelease;
import io.countersign.ledger.LedgerEvent;

/** Has the ledger know the policy under which a release was let in. */
final class PolicyPin {
    private PolicyPin() {}

    static void ensure(Site site, ClearedRelease cleared) {
        boolean pinned = site.journal()
                .history()
                .policy()
                .filter(policy -> policy.policy().equals(cleared.policy().digest()))
                .isPresent();
        if (!pinned) {
            site.journal().append(LedgerEvent.PolicyPinned.of(cleared.policy(), cleared.policyApprovers()));
        }
    }
}
