package io.countersign.command;

import io.countersign.ledger.LedgerEvent;
import io.countersign.signature.StagePolicy;
import java.util.List;

/** How a target's first policy is recorded: nobody has to approve it. */
final class PolicyRecord {
    private PolicyRecord() {}

    static LedgerEvent.PolicyPinned of(StagePolicy policy) {
        return new LedgerEvent.PolicyPinned(
                policy.digest(),
                policy.canonical(),
                policy.keys().entrySet().stream()
                        .map(role -> new LedgerEvent.RoleKeys(role.getKey(), role.getValue()))
                        .toList(),
                List.of());
    }
}
