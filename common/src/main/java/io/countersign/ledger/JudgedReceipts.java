package io.countersign.ledger;

import io.countersign.promotion.Stage;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedEvidence;
import java.util.List;

/** What the evidence of a release says of its deployments to a stage, judged by the role that signs for them there. */
public final class JudgedReceipts {
    private JudgedReceipts() {}

    /**
     * Every receipt, also those that don't count; none where nobody signs. That of a deployment that was taken back does not count,
     * and in doubt it was.
     */
    public static List<Judged<Receipt>> of(SignedEvidence signed, Stage stage) {
        List<Judged<Withdrawal>> withdrawals = withdrawals(signed, stage);
        return signed(signed, stage).stream()
                .map(receipt -> receipt.counts() ? standing(receipt, withdrawals) : receipt)
                .toList();
    }

    /** Every receipt as it was signed, whatever became of the deployment. */
    public static List<Judged<Receipt>> signed(SignedEvidence signed, Stage stage) {
        return judge(signed, stage, Receipt.class);
    }

    /** Every withdrawal, also those that don't count. */
    public static List<Judged<Withdrawal>> withdrawals(SignedEvidence signed, Stage stage) {
        return judge(signed, stage, Withdrawal.class);
    }

    private static <P extends Predicate> List<Judged<P>> judge(SignedEvidence signed, Stage stage, Class<P> type) {
        return stage.deployment().receipts().stream()
                .flatMap(role -> signed.judge(type, role).stream())
                .filter(judged -> judged.predicate().stage().equals(stage.name()))
                .toList();
    }

    private static Judged<Receipt> standing(Judged<Receipt> receipt, List<Judged<Withdrawal>> withdrawals) {
        return withdrawals.stream()
                .filter(withdrawal -> withdrawal.predicate().isAbout(receipt.predicate()))
                .findFirst()
                .map(withdrawal -> receipt.refused(
                        withdrawal.counts()
                                ? "the deployment was taken back at "
                                        + withdrawal.predicate().at()
                                : withdrawal.fileName()
                                        + " says that the deployment was taken back, and does not count: "
                                        + withdrawal.reason()))
                .orElse(receipt);
    }
}
