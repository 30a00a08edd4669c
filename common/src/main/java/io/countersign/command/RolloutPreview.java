package io.countersign.command;

import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rollout would do, from what each target's ledger says now. Changes nothing. */
record RolloutPreview(CommandContext context, Stage stage, Digest release) {

    List<RolloutLine> lines(List<List<String>> waves) {
        List<RolloutLine> lines = new ArrayList<>();
        for (int i = 0; i < waves.size(); i++) {
            for (String name : waves.get(i)) {
                lines.add(line(i + 1, name));
            }
        }
        return lines;
    }

    private RolloutLine line(int wave, String name) {
        Target target = stage.targets().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (TargetSession session = TargetSession.look(context, stage, target)) {
            LedgerHistory.Standing standing = session.ledger().read().standing();
            boolean there = standing.release()
                    .filter(one -> one.digest().equals(release))
                    .isPresent();
            return new RolloutLine(
                    name,
                    wave,
                    there ? RolloutLine.Outcome.PRESENT : RolloutLine.Outcome.WAITING,
                    Optional.empty(),
                    Optional.empty(),
                    "is at " + standing.release().map(ReleaseReference::title).orElse("no release"));
        } catch (CountersignException e) {
            return RolloutLine.failed(name, wave, e);
        }
    }
}
