package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import java.io.File;
import java.util.Optional;

/**
 * Which target is copied onto which.
 *
 * @param stages the file {@code stages.yml}
 * @param from a stage
 * @param fromTarget one of its targets; may be left out where there is only one
 * @param to a stage
 * @param toTarget likewise
 */
public record CloneInput(File stages, String from, Optional<String> fromTarget, String to, Optional<String> toTarget) {

    /** One end. */
    record End(Stage stage, Target target) {
        String name() {
            return stage.name() + "/" + target.name();
        }
    }

    /** Both ends, as {@code stages.yml} and the catalogues of their stages know them. */
    record Ends(End source, End target) {}

    PromotionPath path() {
        return new StageInput(stages, to, toTarget).path();
    }

    /**
     * Releases go up the path, each signed; data comes down it. A copy that went up would bring to a stage what nobody
     * approved for it.
     *
     * @throws CountersignException CLONE_REFUSED where it would go up, or from a database to itself
     */
    Ends downward(CommandContext context, PromotionPath path) {
        if (path.stages().indexOf(path.stage(from)) < path.stages().indexOf(path.stage(to))) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found("%s comes before %s on the promotion path.", from, to)
                    .expected(
                            "a source of the same or a later stage: what enters a stage from below is a signed release.")
                    .remedy("Deploy the release to %s.", to)
                    .build();
        }
        End source = end(context, path, from, fromTarget, "countersign.fromTarget");
        End target = end(context, path, to, toTarget, "countersign.target");
        if (source.target().url().equals(target.target().url())
                && source.target().schema().equals(target.target().schema())) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found("%s and %s are one database.", source.name(), target.name())
                    .expected("two.")
                    .remedy("Name another source or target.")
                    .build();
        }
        return new Ends(source, target);
    }

    private End end(CommandContext context, PromotionPath path, String name, Optional<String> target, String option) {
        StageInput input = new StageInput(stages, name, target);
        Stage stage = input.found(context, path);
        return new End(stage, input.target(stage, option));
    }
}
