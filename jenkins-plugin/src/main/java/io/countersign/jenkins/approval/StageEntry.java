package io.countersign.jenkins.approval;

import io.countersign.gate.ApprovalState;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import io.countersign.signature.StatementSigner;
import java.util.List;

/** That a release may enter a stage. */
record StageEntry(ReleaseReference release, PromotionPath path, Stage stage, ApprovalState state) implements Agreement {
    @Override
    public RuleResult result() {
        return state.result();
    }

    @Override
    public List<? extends Judged<?>> signatures() {
        return state.approvals();
    }

    @Override
    public String question() {
        return "whether it may enter " + stage.name();
    }

    @Override
    public String part() {
        return "";
    }

    @Override
    public String obstacle() {
        return path.predecessor(stage).isPresent() && state.restsOn().isEmpty()
                ? "There is no good receipt of " + stage.entry().after().orElse("")
                        + " for this release to rest an approval on."
                : "";
    }

    @Override
    public Predicate byKey(String role) {
        return new Predicate.Approval(
                release.application(),
                release.version(),
                stage.name(),
                role,
                state.restsOn().map(Judged::file),
                "");
    }

    @Override
    public Predicate byAccount(Word word) {
        return new Predicate.AttestedApproval(
                release.application(),
                release.version(),
                stage.name(),
                word.role(),
                state.restsOn().map(Judged::file),
                word.comment(),
                word.account().text(),
                word.groups(),
                word.how(),
                word.run());
    }

    @Override
    public String fileName(String signer) {
        return StatementSigner.approvalName(
                stage.name(), signer, state.restsOn().map(Judged::file));
    }
}
