package io.countersign.jenkins.approval;

import io.countersign.gate.WaveState;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.RolloutPlan;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import java.util.List;

/** That the next wave of a release's rollout may begin. */
record WaveStart(ReleaseReference release, RolloutPlan plan, WaveState state) implements Agreement {
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
        return "whether " + part() + " of " + plan.waves().size() + " may begin: "
                + String.join(", ", plan.wave(state.number()));
    }

    @Override
    public String part() {
        return "wave " + state.number();
    }

    @Override
    public String obstacle() {
        return state.receipts().isEmpty()
                ? "There is no good receipt of the waves before wave " + state.number() + " to rest an approval on."
                : "";
    }

    @Override
    public Predicate.WaveApproval byKey(String role) {
        return state.approval(release, plan, role, "");
    }

    @Override
    public Predicate byAccount(Word word) {
        return new Predicate.AttestedWaveApproval(
                state.approval(release, plan, word.role(), word.comment()),
                word.account().text(),
                word.groups(),
                word.how(),
                word.run());
    }

    @Override
    public String fileName(String signer) {
        return state.fileName(plan, signer, "");
    }
}
