package io.countersign.jenkins;

import io.countersign.command.ReviewCommand;
import io.countersign.ledger.Receipt;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import java.util.List;

/**
 * One approval as JSON.
 *
 * @param state {@code waiting}, {@code approved}, {@code rejected} or {@code given-up}
 * @param missing who has still to sign, for people; empty for nobody
 */
record ApprovalJson(
        String id,
        String state,
        String rule,
        String missing,
        String decidedBy,
        String reason,
        List<Judged<Predicate.Approval>> approvals,
        List<Judged<Receipt>> receipts,
        ReviewCommand.Result review) {

    static ApprovalJson of(ApprovalRequest request, ApprovalStanding now) {
        return new ApprovalJson(
                request.id(),
                request.stateName(),
                now.stage().approvals().text(),
                now.state().result().missing(),
                request.decidedBy(),
                request.reason(),
                now.state().approvals(),
                now.state().receipts(),
                now.review());
    }
}
