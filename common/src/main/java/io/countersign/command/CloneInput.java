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

    PromotionPath path() {
        return new StageInput(stages, to, toTarget).path();
    }

    End source(PromotionPath path) {
        return end(path, from, fromTarget);
    }

    End target(PromotionPath path) {
        return end(path, to, toTarget);
    }

    private End end(PromotionPath path, String name, Optional<String> target) {
        Stage stage = path.stage(name);
        return new End(stage, new StageInput(stages, name, target).target(stage));
    }

    /**
     * Releases go up the path, each signed; data comes down it. A copy that went up would bring to a stage what nobody
     * approved for it.
     *
     * @throws CountersignException CLONE_REFUSED
     */
    void requireDownward(PromotionPath path) {
        End source = source(path);
        End target = target(path);
        if (path.stages().indexOf(source.stage()) < path.stages().indexOf(target.stage())) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found("%s comes before %s on the promotion path.", source.name(), target.name())
                    .expected(
                            "a source of the same or a later stage: what enters a stage from below is a signed release.")
                    .remedy("Deploy the release to %s.", target.stage().name())
                    .build();
        }
        if (source.target().url().equals(target.target().url())
                && source.target().schema().equals(target.target().schema())) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found("%s and %s are one database.", source.name(), target.name())
                    .expected("two.")
                    .remedy("Name another source or target.")
                    .build();
        }
    }
}
