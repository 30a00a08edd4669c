package io.countersign.signature;

import java.util.List;

/**
 * What a rule makes of some approvals.
 *
 * @param counted those that fill a place of the rule
 * @param missing who has still to sign, for people; empty where the rule is satisfied
 */
public record RuleResult(boolean satisfied, List<Judged<?>> counted, String missing) {
    public RuleResult {
        counted = List.copyOf(counted);
    }
}
