package io.countersign.command;

import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.LedgerRecord;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the ledger of a target, every link of its chain verified. */
public record HistoryCommand(StageInput stage) implements Command<HistoryCommand.Result> {

    /** @param head the hash of the last record, for comparing with receipts */
    public record Result(String stage, String target, List<LedgerRecord> records, String head)
            implements CommandResult {
        public Result {
            records = List.copyOf(records);
        }

        @Override
        public Report report() {
            return Report.titled("Ledger of " + stage + "/" + target)
                    .table(
                            List.of("#", "When", "Who", "What", "Details"),
                            records.stream().map(Result::row).toList())
                    .paragraph(Cell.good("The chain of " + Counted.of(records.size(), "record")
                            + " is whole; its head is " + head + "."))
                    .build();
        }

        private static List<Cell> row(LedgerRecord record) {
            return List.of(
                    Cell.plain(record.seq()),
                    Cell.plain(record.at()),
                    Cell.plain(record.by()),
                    what(record.event()),
                    Cell.plain(details(record.event())));
        }

        private static Cell what(LedgerEvent event) {
            String name = event.getClass()
                    .getSimpleName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    .toLowerCase(Locale.ROOT);
            if (event instanceof LedgerEvent.Succeeded) {
                return Cell.good(name);
            }
            return event instanceof LedgerEvent.Failed ? Cell.bad(name) : Cell.plain(name);
        }

        private static String details(LedgerEvent event) {
            if (event instanceof LedgerEvent.Baselined baselined) {
                return "version " + baselined.version() + ": " + baselined.reason();
            }
            if (event instanceof LedgerEvent.PolicyPinned pinned) {
                return "policy " + pinned.policy().abbreviated()
                        + (pinned.approvers().isEmpty() ? "" : ", approved by " + people(pinned.approvers()));
            }
            if (event instanceof LedgerEvent.Started started) {
                return started.action().name().toLowerCase(Locale.ROOT) + " " + started.operation()
                        + started.release()
                                .map(release -> ", " + release.title())
                                .orElse("");
            }
            if (event instanceof LedgerEvent.BackedUp saved) {
                return saved.backup().method() + " " + saved.backup().location();
            }
            if (event instanceof LedgerEvent.Succeeded done) {
                return done.release().title() + ", " + Counted.of(done.changesets(), "changeset")
                        + (done.approvers().isEmpty() ? "" : ", approved by " + people(done.approvers()))
                        + (done.lifted().isEmpty()
                                ? ""
                                : ", LIFTED: "
                                        + String.join(
                                                ", ",
                                                done.lifted().stream()
                                                        .map(check -> check.check() + " (" + check.reason() + ")")
                                                        .toList()));
            }
            if (event instanceof LedgerEvent.Activated live) {
                return live.directory();
            }
            if (event instanceof LedgerEvent.RolledBack back) {
                return "took back " + back.undid() + " by " + back.way();
            }
            if (event instanceof LedgerEvent.Restored restored) {
                return restored.backup().location();
            }
            if (event instanceof LedgerEvent.Failed failed) {
                return "[" + failed.code() + "] " + failed.problem() + " " + failed.state();
            }
            if (event instanceof LedgerEvent.Cloned cloned) {
                return "of " + cloned.source() + " as of " + cloned.snapshotAt() + ", "
                        + Counted.of(cloned.rows(), "row")
                        + (cloned.maskedColumns() > 0 ? ", " + cloned.maskedColumns() + " columns masked" : "")
                        + (cloned.limited() ? ", limited" : "")
                        + cloned.release()
                                .map(release -> ", at " + release.title())
                                .orElse("");
            }
            if (event instanceof LedgerEvent.Piloted piloted) {
                return "of " + piloted.source() + ", with " + piloted.release().title();
            }
            if (event instanceof LedgerEvent.ConfigurationChanged changed) {
                return changed.undoes().map(undone -> "took back " + undone).orElse("from " + changed.source()) + ": "
                        + changed.tables().stream().map(String::valueOf).collect(Collectors.joining(", "));
            }
            if (event instanceof LedgerEvent.StepDone done) {
                return done.step() + " of " + done.release().title() + ", by " + done.doneBy() + " at " + done.doneAt()
                        + (done.note().isEmpty() ? "" : ": " + done.note());
            }
            if (event instanceof LedgerEvent.Frozen frozen) {
                return FreezePolicy.effect(frozen.measures().mode());
            }
            return event instanceof LedgerEvent.Recovered recovered ? recovered.how() : slot(event);
        }

        private static String slot(LedgerEvent event) {
            if (event instanceof LedgerEvent.SlotFilled filled) {
                return "slot " + filled.slot() + " with " + filled.release().title()
                        + filled.upgrade()
                                .map(upgrade ->
                                        ", its database copied and upgraded by " + upgrade.changesets() + " changesets")
                                .orElse("");
            }
            if (event instanceof LedgerEvent.SlotClosed closed) {
                return "others can only read slot " + closed.slot();
            }
            if (event instanceof LedgerEvent.SlotOpened opened) {
                return "others can write to slot " + opened.slot();
            }
            if (event instanceof LedgerEvent.GivenUp given) {
                return Counted.of(given.rows(), "row") + " in " + given.file() + " (sha256 "
                        + given.digest().abbreviated() + ")";
            }
            if (event instanceof LedgerEvent.Switching switching) {
                return "from slot " + switching.from() + " to slot " + switching.to();
            }
            return event instanceof LedgerEvent.Switched switched
                    ? "from slot " + switched.from() + " to slot " + switched.to() + ", nobody could write for "
                            + switched.interruptedMillis() + " ms"
                    : "";
        }

        private static String people(List<io.countersign.ledger.Approver> approvers) {
            return String.join(
                    ", ",
                    approvers.stream()
                            .map(one -> one.userId() + " (" + one.role() + ")")
                            .toList());
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        Target target = stage.target(where);
        try (TargetSession session = TargetSession.look(context, where, target)) {
            LedgerHistory history = session.ledger().read();
            return new Result(
                    where.name(),
                    target.name(),
                    history.entries().stream().map(LedgerHistory.Entry::record).toList(),
                    Optional.of(history.head().hash()).map(Object::toString).orElse(""));
        }
    }
}
