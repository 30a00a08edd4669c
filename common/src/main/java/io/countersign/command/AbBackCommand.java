package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.deploy.SlotBackwards;
import io.countersign.deploy.SlotPair;
import io.countersign.deploy.SlotSwitch;
import io.countersign.deploy.TableWrites;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the slot live again that was before the last switch.
 *
 * @param key of somebody who may act on the stage: one of the role that signs its receipts
 * @param giveUpWrites consent that what was written since the switch stays behind, where the slots have databases of their own
 * @param output the folder to which these rows are written then
 */
public record AbBackCommand(StageInput stage, KeyInput key, boolean giveUpWrites, File output, int patienceSeconds)
        implements Command<AbBackCommand.Result> {

    /**
     * What is live now.
     *
     * @param live the slot
     * @param undone the release that is no longer live
     * @param release the one that is again; empty where none was before
     * @param interruptedMillis how long nobody could write; 0 where both slots share one database
     * @param givenUp the tables that were written to since the switch: these records stay behind
     * @param givenUpFile where their rows were written to, absolute; empty where there are none
     */
    public record Result(
            String stage,
            String target,
            String live,
            ReleaseReference undone,
            Optional<ReleaseReference> release,
            long interruptedMillis,
            List<TableWrites> givenUp,
            Optional<String> givenUpFile)
            implements CommandResult {
        public Result {
            givenUp = List.copyOf(givenUp);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled(stage + "/" + target + " is back in slot " + live);
            givenUpFile.ifPresent(
                    file -> report.fact("Given up", Cell.caution("rows written since the switch: " + file)));
            return report.fact(
                            "Live",
                            release.map(ReleaseReference::title).orElse("what was there before the first release"))
                    .fact("Taken back", undone.title())
                    .fact("Interruption", AbSwitchCommand.interruption(interruptedMillis))
                    .listing(
                            "Given up: written since the switch, and left behind",
                            givenUp.stream().map(TableWrites::line).toList())
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lockAsLeft("switch slots back", Duration.ofSeconds(patienceSeconds));
            SlotPair pair = SlotPair.of(site);
            SlotGate.recover(context, site);
            new OperatorGate(path, where, Keyrings.of(path)).require(context, site, key.open(context));
            SlotBackwards backwards = new SlotBackwards(site, context.clock(), context.progress());
            SlotSwitch.Turn turn = backwards.turn(giveUpWrites, output.toPath().toAbsolutePath());
            SlotSwitch.Made made = new SlotSwitch(site, context.progress()).run(turn);
            LedgerEvent.RolledBack event =
                    (LedgerEvent.RolledBack) made.outcome().record().event();
            return new Result(
                    where.name(),
                    site.target().name(),
                    pair.idle().name(),
                    turn.release().orElseThrow(),
                    event.release(),
                    made.interruptedMillis(),
                    backwards.givenUp(),
                    backwards.written().map(LedgerEvent.GivenUp::file));
        }
    }
}
