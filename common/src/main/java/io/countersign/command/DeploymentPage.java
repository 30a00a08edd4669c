package io.countersign.command;

import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;

/** A deployment at full length: what an auditor compares with ledger and evidence. */
record DeploymentPage(ReleaseReference release, Receipt receipt) {

    /** @param summary what everybody reads first */
    Report under(Report summary) {
        return Report.titled(summary.title())
                .include(summary)
                .section(Report.titled("Release")
                        .fact("SHA-256", release.digest().hex())
                        .fact("Commit", release.commit())
                        .fact("Tag", release.tag().orElse("none"))
                        .build())
                .section(Report.titled("Time")
                        .fact("Begun", receipt.startedAt())
                        .fact("Committed", receipt.finishedAt())
                        .fact(
                                "Others kept out",
                                receipt.interruption().map(String::valueOf).orElse("no"))
                        .fact("By", receipt.by() + ", with Countersign " + receipt.tool())
                        .build())
                .section(Report.titled("Proof")
                        .fact("Schema before", receipt.before().digest().hex())
                        .fact("Schema after", receipt.after().digest().hex())
                        .fact("Policy", receipt.policy().hex())
                        .fact(
                                "Ledger",
                                "record " + receipt.ledger().seq() + ", "
                                        + receipt.ledger().hash().hex())
                        .build())
                .section(Report.titled("Approvals")
                        .table(
                                List.of("Who", "Role", "Key", "Statement"),
                                receipt.approvers().stream()
                                        .map(one -> List.of(
                                                Cell.plain(one.userId()),
                                                Cell.plain(one.role()),
                                                Cell.plain(one.fingerprint()),
                                                Cell.plain(one.statement().abbreviated())))
                                        .toList())
                        .build())
                .section(Report.titled("Changesets")
                        .table(
                                List.of("Took", "Changeset"),
                                receipt.changesets().stream()
                                        .map(one -> List.of(Cell.plain(one.millis() + " ms"), Cell.plain(one.id())))
                                        .toList())
                        .build())
                .build();
    }
}
