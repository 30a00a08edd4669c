package io.countersign.command;

import io.countersign.environment.CloneReceipt;
import io.countersign.environment.CloneStep;
import io.countersign.environment.TableReceipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.release.DatabaseVersion;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Locale;

/** What was copied, and the proof that the copy is equal to its source. */
public record CloneResult(CloneReceipt receipt) implements CommandResult {

    @Override
    public Report report() {
        Report.Builder report = Report.titled(receipt.target() + " is a copy of " + receipt.source())
                .fact("As of", receipt.snapshotAt())
                .fact("Release", receipt.release().map(ReleaseReference::title).orElse("none recorded"))
                .fact("Version", receipt.version().map(DatabaseVersion::value).orElse("none recorded"))
                .fact("Rows", number(receipt.rows()) + " in " + receipt.tables().size() + " tables")
                .fact(
                        copiedByServer() ? "Copied by the server" : "Streamed",
                        megabytes(receipt.bytes()) + " in " + seconds(receipt.millis()))
                .fact("Schema", Cell.good(receipt.fingerprint().digest().abbreviated() + ", equal"))
                .fact("Content", Cell.good(receipt.content().abbreviated() + ", " + proof()))
                .table(
                        List.of("Table", "Rows", "Size", "Digest"),
                        receipt.tables().stream().map(CloneResult::row).toList())
                .table(
                        List.of("Masked column", "Rule"),
                        receipt.masked().stream()
                                .map(column -> List.of(
                                        Cell.plain(column.table() + "." + column.column()), Cell.plain(column.rule())))
                                .toList())
                .table(
                        List.of("Neutralised", "Rows"),
                        receipt.neutralised().stream()
                                .map(done -> List.of(Cell.plain(done.description()), Cell.plain(number(done.rows()))))
                                .toList())
                .table(
                        List.of("Took", "Step"),
                        receipt.steps().stream().map(CloneResult::row).toList());
        return report.listing("Left out", receipt.leftOut()).build();
    }

    private String proof() {
        return copiedByServer() ? "copied by the server itself" : "read back and equal";
    }

    /** Then nothing went through this process. */
    private boolean copiedByServer() {
        return receipt.tables().stream().anyMatch(table -> table.digest().isEmpty());
    }

    private static List<Cell> row(TableReceipt table) {
        return List.of(
                Cell.plain(table.table()),
                Cell.plain(number(table.rows())),
                Cell.plain(megabytes(table.bytes())),
                Cell.plain(table.digest().map(digest -> digest.substring(0, 12)).orElse("copied by the server")
                        + table.limited().map(why -> ", " + why).orElse("")));
    }

    private static List<Cell> row(CloneStep step) {
        return List.of(Cell.plain(seconds(step.millis())), Cell.plain(step.what()));
    }

    private static String number(long amount) {
        return String.format(Locale.ROOT, "%,d", amount);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
