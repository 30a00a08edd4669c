package io.countersign.jenkins.approval;

import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Judged;
import java.util.List;

/** What an approver gets to see, in the order in which it matters. */
final class ApprovalReports {
    private ApprovalReports() {}

    static List<Report> of(ApprovalStanding now) {
        return List.of(
                release(now),
                approvals(now),
                now.review().plan().report(),
                receipts(now),
                now.review().gate().report());
    }

    private static Report release(ApprovalStanding now) {
        ReleaseReference release = now.review().release();
        return Report.titled("Release")
                .fact("Application", release.application())
                .fact("Version", release.version())
                .fact("SHA-256", release.digest().hex())
                .fact("Tag", release.tag().orElse("none"))
                .fact("Commit", release.commit())
                .fact("Stage", now.stage().name() + "/" + now.review().target())
                .fact("Asked for", now.agreement().question())
                .build();
    }

    private static Report approvals(ApprovalStanding now) {
        String missing = now.agreement().result().missing();
        return Report.titled("Approvals")
                .fact("Rule", now.stage().entry().approvals().text())
                .fact("Missing", missing.isEmpty() ? Cell.good("nobody") : Cell.caution(missing))
                .table(
                        List.of("Who", "Role", "Counts", "Signed at"),
                        now.agreement().signatures().stream()
                                .map(ApprovalReports::row)
                                .toList())
                .build();
    }

    private static List<Cell> row(Judged<?> judged) {
        return List.of(
                Cell.plain(judged.person().userId()),
                Cell.plain(judged.role()),
                judged.counts() ? Cell.good("yes") : Cell.bad("no: " + judged.reason()),
                Cell.plain(judged.signedAt().orElse("")));
    }

    private static Report receipts(ApprovalStanding now) {
        return Report.titled("Receipts of the stages before")
                .table(
                        List.of("Stage", "Deployed at", "By", "Took", "Schema before", "Schema after", "Counts"),
                        now.state().receipts().stream()
                                .map(ApprovalReports::receipt)
                                .toList())
                .build();
    }

    private static List<Cell> receipt(Judged<Receipt> judged) {
        Receipt receipt = judged.predicate();
        return List.of(
                Cell.plain(receipt.stage() + "/" + receipt.target()),
                Cell.plain(receipt.finishedAt()),
                Cell.plain(receipt.by()),
                Cell.plain(receipt.millis() + " ms"),
                Cell.plain(receipt.before().digest().abbreviated()),
                Cell.plain(receipt.after().digest().abbreviated()),
                judged.counts() ? Cell.good("yes") : Cell.bad("no: " + judged.reason()));
    }
}
