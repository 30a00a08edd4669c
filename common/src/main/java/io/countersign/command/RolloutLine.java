package io.countersign.command;

import io.countersign.ledger.Receipt;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.report.Report.Cell;
import java.util.List;
import java.util.Optional;

/**
 * What came of one target in a rollout.
 *
 * @param wave from 1
 * @param receipt where the release is on it
 * @param code of the problem, where it failed
 * @param detail what happened, a sentence or a few words
 */
public record RolloutLine(
        String target, int wave, Outcome outcome, Optional<Receipt> receipt, Optional<String> code, String detail) {

    /** How a target can end. */
    public enum Outcome {
        DEPLOYED,
        /** The release was on it before. */
        PRESENT,
        FAILED,
        /** Its turn has not come. */
        WAITING
    }

    static RolloutLine waiting(String target, int wave) {
        return new RolloutLine(target, wave, Outcome.WAITING, Optional.empty(), Optional.empty(), "not begun");
    }

    static RolloutLine of(String target, int wave, DeployCommand.Result result) {
        return new RolloutLine(
                target,
                wave,
                result.repeated() ? Outcome.PRESENT : Outcome.DEPLOYED,
                Optional.of(result.receipt()),
                Optional.empty(),
                result.recovered().orElse(result.receipt().operation()));
    }

    static RolloutLine failed(String target, int wave, CountersignException failure) {
        Problem problem = failure.problem();
        return new RolloutLine(
                target,
                wave,
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(problem.code().code()),
                problem.found() + " " + problem.state());
    }

    boolean isThere() {
        return outcome == Outcome.DEPLOYED || outcome == Outcome.PRESENT;
    }

    List<Cell> row() {
        Cell what = switch (outcome) {
            case DEPLOYED -> Cell.good("deployed");
            case PRESENT -> Cell.good("was there");
            case FAILED -> Cell.bad("failed");
            case WAITING -> Cell.caution("waits");
        };
        return List.of(
                Cell.plain(wave),
                Cell.plain(target),
                what,
                Cell.plain(code.map(one -> "[" + one + "] ").orElse("") + detail));
    }
}
