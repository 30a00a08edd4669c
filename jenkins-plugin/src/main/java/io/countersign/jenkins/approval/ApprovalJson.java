package io.countersign.jenkins.approval;

import io.countersign.command.ReviewCommand;
import io.countersign.ledger.Receipt;
import io.countersign.signature.Judged;
import java.util.List;

/**
 * One approval as JSON.
 *
 * @param state {@code waiting}, {@code approved}, {@code rejected} or {@code given-up}
 * @param part which part of the stage it is about, for example {@code wave 2}; empty for all of it
 * @param missing who has still to sign, for people; empty for nobody
 */
record ApprovalJson(
        String id,
        String state,
        String part,
        String rule,
        String missing,
        String decidedBy,
        String reason,
        List<? extends Judged<?>> approvals,
        List<Judged<Receipt>> receipts,
        ReviewCommand.Result review) {

    static ApprovalJson of(ApprovalRequest request, ApprovalStanding now) {
        return new ApprovalJson(
                request.id(),
                request.stateName(),
                now.agreement().part(),
                now.stage().entry().approvals().text(),
                now.agreement().result().missing(),
                request.decidedBy(),
                request.reason(),
                now.agreement().signatures(),
                now.state().receipts(),
                now.review());
    }
}
