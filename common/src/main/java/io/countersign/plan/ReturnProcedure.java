package io.countersign.plan;

import io.countersign.gate.GateFacts;
import io.countersign.plan.RunbookStep.Failure;
import io.countersign.promotion.Stage;
import java.util.List;

/** The steps by which a release that was deployed is taken back. */
public final class ReturnProcedure {
    /** The ids of the steps, in their order. Ledgers remember them: none ever gets another meaning. */
    public static final List<String> STEPS = List.of("decide", "rollback", "verify-back");

    private static final List<String> NONE = List.of();

    private final GateFacts facts;
    private final DeploymentPlan plan;
    private final GoalLines goals;
    private final String name;

    public ReturnProcedure(GateFacts facts, DeploymentPlan plan, GoalLines goals) {
        this.facts = facts;
        this.plan = plan;
        this.goals = goals;
        this.name = plan.stage() + "/" + plan.target();
    }

    public List<RunbookStep> steps() {
        return List.of(decide(), rollBack(), verifyBack());
    }

    private RunbookStep decide() {
        return RunbookStep.of(
                "decide",
                "Decide what becomes of the data",
                losesData()
                        ? "The way back restores the backup: whatever was written to " + name
                                + " since the deployment began is lost."
                        : "The way back is the rollback of each changeset: other data stays.",
                NONE,
                losesData() ? "Whoever owns the data has agreed." : "Nobody needs what the rollbacks remove.",
                List.of());
    }

    private RunbookStep rollBack() {
        GoalLine line = goals.acting("rollback");
        return new RunbookStep(
                "rollback",
                "Roll back, database and application together",
                plan.wayBack() + ".",
                List.of((losesData() ? line.with("acceptDataLoss", true) : line).text()),
                "\"was rolled back on " + name + "\"; it is at "
                        + facts.history()
                                .standing()
                                .release()
                                .map(release -> release.title())
                                .orElse("the state before its first release")
                        + " again.",
                Timings.of(facts).wayBack(),
                List.of(new Failure(
                        "it fails or is killed",
                        "Mend the cause that is named and run this, which goes on with it.",
                        List.of(goals.withRelease("recover").text()))));
    }

    private RunbookStep verifyBack() {
        return RunbookStep.of(
                "verify-back",
                "Look at the board again",
                "Back is where it was, not nearly so.",
                List.of(goals.onStage("status").text()),
                name + " is at version " + plan.from().map(Object::toString).orElse("none")
                        + ", schema as recorded, state ready.",
                List.of());
    }

    private boolean losesData() {
        boolean byChangesets =
                facts.stage().deployment().wayBack() == Stage.WayBack.LIQUIBASE && facts.transactionalDdl();
        return !byChangesets && !facts.pending().pending().isEmpty();
    }
}
