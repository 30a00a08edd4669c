package io.countersign.command;

import io.countersign.deploy.SlotPointer;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.yaml.PromotionPathReader;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A stage as a user names it.
 *
 * @param stages the file {@code stages.yml}
 * @param target one of the stage's targets; may be left out where there is only one
 */
public record StageInput(File stages, String stage, Optional<String> target) {

    PromotionPath path() {
        return PromotionPathReader.read(stages.toPath());
    }

    /** The stage with all its targets, for commands that go to one of them or have to know all. */
    Stage found(CommandContext context, PromotionPath path) {
        return CatalogueTargets.complete(context, path.stage(stage));
    }

    /**
     * The named target, or all where none was named.
     *
     * @throws CountersignException TARGET_UNKNOWN, naming the targets there are
     */
    List<Target> targets(Stage found) {
        return target.isEmpty() ? found.targets() : List.of(target(found));
    }

    /**
     * The named target, as its live slot has it where it has slots.
     *
     * @throws CountersignException TARGET_UNKNOWN, naming the targets there are
     */
    Target target(Stage found) {
        return target(found, "countersign.target");
    }

    /** @param option by which the user names it */
    Target target(Stage found, String option) {
        return SlotPointer.resolve(named(found, option));
    }

    private Target named(Stage found, String option) {
        if (target.isEmpty() && found.targets().size() == 1) {
            return found.targets().get(0);
        }
        return found.targets().stream()
                .filter(candidate -> target.filter(candidate.name()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.TARGET_UNKNOWN)
                        .found(
                                "%s",
                                target.map(name -> "Stage " + stage + " has no target \"" + name + "\".")
                                        .orElse("Stage " + stage + " has several targets and none was named."))
                        .expected(
                                "one of %s.",
                                found.targets().stream().map(Target::name).collect(Collectors.joining(", ")))
                        .remedy("Name one by -D%s=NAME.", option)
                        .build());
    }
}
