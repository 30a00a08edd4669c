package io.countersign.jenkins.record;

import hudson.model.Run;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.agent.ProblemText;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Keeps what a step gave back for the pages, and tells the listeners. */
public final class StepRecorder {
    private final Run<?, ?> run;
    private final String step;
    private final String stage;

    public StepRecorder(Run<?, ?> run, String step, String stage) {
        this.run = run;
        this.step = step;
        this.stage = stage;
    }

    /** An answer, which can be a refusal. */
    public void answered(AgentAnswer answer, Map<String, Object> result) throws IOException {
        keep(record(answer.code(), answer.refusal(), result));
    }

    /** A fault, by the text that tells of it. */
    public void failed(String problem) throws IOException {
        keep(record(ProblemText.code(problem).orElse(ProblemCode.INTERNAL).code(), problem, Map.of()));
    }

    private StepRecord record(String code, String problem, Map<String, Object> result) {
        String now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new StepRecord(step, now, stage, code, problem, result);
    }

    private void keep(StepRecord record) throws IOException {
        new RunRecords(run).add(record);
        PromotionBoard.learn(run.getParent(), run.getNumber(), record);
        kind(record)
                .ifPresent(kind -> PromotionListener.fire(
                        run,
                        new PromotionEvent(
                                kind,
                                record.step(),
                                record.release("application"),
                                record.release("version"),
                                record.release("digest"),
                                record.stage(),
                                record.code(),
                                record.problem())));
    }

    private static Optional<PromotionEvent.Kind> kind(StepRecord record) {
        if (record.refused()) {
            return Optional.of(PromotionEvent.Kind.REFUSED);
        }
        if (!record.code().isEmpty()) {
            return Optional.of(PromotionEvent.Kind.FAILED);
        }
        if (record.result().containsKey("undone")) {
            return Optional.of(PromotionEvent.Kind.ROLLED_BACK);
        }
        return record.deployed().stream().anyMatch(deployed -> !deployed.repeated())
                ? Optional.of(PromotionEvent.Kind.DEPLOYED)
                : Optional.empty();
    }
}
