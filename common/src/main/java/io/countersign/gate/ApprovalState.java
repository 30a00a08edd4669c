package io.countersign.gate;

import io.countersign.ledger.IsoTime;
import io.countersign.ledger.JudgedReceipts;
import io.countersign.ledger.Receipt;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import io.countersign.signature.ApprovalRules;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import io.countersign.signature.SignedEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far a release's approvals for a stage have come. Needs no database, so whoever waits for them can ask again and again.
 *
 * @param receipts the receipts of all stages for the release, also those that don't count, with the reason
 * @param approvals every approval for the stage, likewise
 * @param result what the stage's rule makes of those that count
 * @param restsOn the receipt that an approval given now has to name: the latest good one of the stage before, whatever its file is
 *     called; empty where there is none
 */
public record ApprovalState(
        List<Judged<Receipt>> receipts,
        List<Judged<Predicate.Approval>> approvals,
        RuleResult result,
        Optional<Judged<Receipt>> restsOn) {
    private static final Comparator<Judged<Receipt>> BY_TIME =
            Comparator.comparing(judged -> judged.predicate().finishedAt(), IsoTime.ORDER);

    public ApprovalState {
        receipts = List.copyOf(receipts);
        approvals = List.copyOf(approvals);
    }

    public static ApprovalState of(SignedEvidence signed, PromotionPath path, Stage stage) {
        List<Judged<Receipt>> receipts = receipts(signed, path);
        List<Judged<Receipt>> before =
                path.predecessor(stage).map(one -> counting(receipts, one)).orElse(List.of());
        List<Judged<Predicate.Approval>> approvals = path.predecessor(stage)
                .map(one -> restingOn(signed.approvals(stage.name()), one, latestOfEachTarget(before)))
                .orElseGet(() -> signed.approvals(stage.name()));
        return new ApprovalState(
                receipts,
                approvals,
                ApprovalRules.evaluate(
                        stage.entry().approvals(),
                        approvals.stream().filter(Judged::counts).toList(),
                        path.people()),
                before.stream().max(BY_TIME));
    }

    private static List<Judged<Receipt>> counting(List<Judged<Receipt>> receipts, Stage stage) {
        return receipts.stream()
                .filter(Judged::counts)
                .filter(judged -> judged.predicate().stage().equals(stage.name()))
                .toList();
    }

    /** Each stage's receipts, judged by the role that signs them there. */
    private static List<Judged<Receipt>> receipts(SignedEvidence signed, PromotionPath path) {
        List<Judged<Receipt>> all = new ArrayList<>();
        for (Stage each : path.stages()) {
            all.addAll(JudgedReceipts.of(signed, each));
        }
        return all;
    }

    /** What was deployed again is what will be compared with: who approved the time before has not seen it. */
    private static Collection<Judged<Receipt>> latestOfEachTarget(List<Judged<Receipt>> receipts) {
        return receipts.stream()
                .collect(Collectors.toMap(
                        judged -> judged.predicate().target(), Function.identity(), BinaryOperator.maxBy(BY_TIME)))
                .values();
    }

    /** An approval counts only together with the receipt that its signer had before the eyes. */
    private static List<Judged<Predicate.Approval>> restingOn(
            List<Judged<Predicate.Approval>> approvals, Stage before, Collection<Judged<Receipt>> receipts) {
        Set<Digest> good = receipts.stream().map(Judged::file).collect(Collectors.toSet());
        return approvals.stream()
                .map(judged -> !judged.counts()
                                || judged.predicate()
                                        .restsOn()
                                        .filter(good::contains)
                                        .isPresent()
                        ? judged
                        : judged.refused(
                                judged.predicate().restsOn().isEmpty()
                                        ? "it names no receipt of " + before.name()
                                        : "it rests on a receipt of " + before.name()
                                                + " that is not here, does not count or is not the latest"))
                .toList();
    }
}
