package io.countersign.it.core;

import io.countersign.command.HistoryCommand;
import io.countersign.command.RolloutCommand;
import io.countersign.command.RolloutLine;
import io.countersign.command.StageInput;
import io.countersign.ledger.LedgerEvent;
import java.util.List;
import java.util.Optional;

/** What came of a rollout to the stage SHOPS. */
final class Rollouts {
    private Rollouts() {}

    static List<String> names(RolloutCommand.Result result, RolloutLine.Outcome outcome) {
        return result.lines().stream()
                .filter(line -> line.outcome() == outcome)
                .map(RolloutLine::target)
                .toList();
    }

    /** How often something was deployed to a target, by its ledger. */
    static long deployments(Promotion promotion, String target) {
        StageInput shop = new StageInput(promotion.stagesFile(), "SHOPS", Optional.of(target));
        return promotion.run(new HistoryCommand(shop)).records().stream()
                .filter(record -> record.event() instanceof LedgerEvent.Succeeded)
                .count();
    }
}
