package io.countersign.gate;

import io.countersign.ledger.JudgedReceipts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.RolloutPlan;
import io.countersign.promotion.Stage;
import io.countersign.promotion.WavePolicy;
import io.countersign.release.Digest;
import io.countersign.signature.ApprovalRules;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import io.countersign.signature.SignedEvidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the agreement to a wave has come, where a stage wants one between two waves. Needs no database of a target.
 *
 * @param number of the wave, from 2: to the first one everybody agrees by approving for the stage
 * @param receipts of the targets of the waves before, those that count: what an approval given now rests on
 * @param approvals every approval of this wave, also those that don't count, with the reason
 * @param result what the stage's rule makes of those that count
 */
public record WaveState(
        int number, List<Judged<Receipt>> receipts, List<Judged<Predicate.WaveApproval>> approvals, RuleResult result) {
    public WaveState {
        receipts = List.copyOf(receipts);
        approvals = List.copyOf(approvals);
    }

    /** Of a target's wave; empty where nobody has to agree to it. */
    public static Optional<WaveState> of(SignedEvidence signed, PromotionPath path, Stage stage, String target) {
        if (stage.waves().pause() != WavePolicy.Pause.APPROVAL) {
            return Optional.empty();
        }
        RolloutPlan plan = RolloutPlan.of(stage);
        return of(signed, path, stage, plan, plan.waveOf(target));
    }

    /** @param stage with all its targets */
    public static Optional<WaveState> of(
            SignedEvidence signed, PromotionPath path, Stage stage, RolloutPlan plan, int number) {
        if (stage.waves().pause() != WavePolicy.Pause.APPROVAL || number == 1) {
            return Optional.empty();
        }
        Set<String> before = Set.copyOf(plan.before(number));
        List<Judged<Receipt>> receipts = JudgedReceipts.of(signed, stage).stream()
                .filter(judged ->
                        judged.counts() && before.contains(judged.predicate().target()))
                .toList();
        Set<Digest> known = receipts.stream().map(Judged::file).collect(Collectors.toSet());
        List<Judged<Predicate.WaveApproval>> approvals = signed.waveApprovals(stage.name()).stream()
                .filter(judged -> judged.predicate().wave() == number)
                .map(judged -> judged.counts()
                        ? objection(judged.predicate(), plan, known)
                                .map(judged::refused)
                                .orElse(judged)
                        : judged)
                .toList();
        return Optional.of(new WaveState(
                number,
                receipts,
                approvals,
                ApprovalRules.evaluate(stage.entry().approvals(), approvals, path.people())));
    }

    /** What an approval of this wave that is given now says. */
    public Predicate.WaveApproval approval(ReleaseReference release, RolloutPlan plan, String role, String comment) {
        return new Predicate.WaveApproval(
                release.application(),
                release.version(),
                plan.stage(),
                role,
                plan.digest(),
                number,
                plan.wave(number),
                restsOn(),
                comment);
    }

    /**
     * The name of the file of an approval that is given now: another one for whoever approves again under other circumstances.
     *
     * @param signer a fingerprint, or an attestor and whose word it is
     * @param comment empty where it makes no other approval
     */
    public String fileName(RolloutPlan plan, String signer, String comment) {
        return "wave-" + plan.stage() + "-" + number + "-" + signer + "-"
                + Digest.of(plan.digest() + restsOn().toString() + comment).abbreviated();
    }

    private List<Digest> restsOn() {
        return receipts.stream().map(Judged::file).distinct().sorted().toList();
    }

    private static Optional<String> objection(Predicate.WaveApproval approval, RolloutPlan plan, Set<Digest> receipts) {
        if (!approval.rollout().equals(plan.digest()) || !approval.targets().equals(plan.wave(approval.wave()))) {
            return Optional.of("it is about a rollout with other waves");
        }
        return approval.restsOn().isEmpty() || !receipts.containsAll(approval.restsOn())
                ? Optional.of("it does not rest on receipts of the waves before that are here and count")
                : Optional.empty();
    }
}
