package io.countersign.jenkins.record;

import io.countersign.jenkins.agent.PipelineWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The records of a run, arranged for the page: getters, because Jelly asks by them. */
public final class ReleaseView {
    private final List<StepRecord> records;

    ReleaseView(List<StepRecord> records) {
        this.records = List.copyOf(records);
    }

    public String getApplication() {
        return last("application");
    }

    public String getVersion() {
        return last("version");
    }

    public String getDigest() {
        return last("digest");
    }

    public String getCommit() {
        return last("commit");
    }

    public String getTag() {
        return last("tag");
    }

    /** The release's path on the agent that sealed it; empty where this run sealed none. */
    public String getFile() {
        return records.stream()
                .map(StepRecord::result)
                .filter(result -> result.containsKey("evidence") && result.get("file") instanceof String)
                .map(result -> (String) result.get("file"))
                .reduce((first, second) -> second)
                .orElse("");
    }

    /** Every step with its outcome. */
    public List<Map<String, String>> getSteps() {
        return records.stream()
                .map(record -> Map.of(
                        "step", record.step(),
                        "at", record.at(),
                        "stage", record.stage(),
                        "outcome", record.code().isEmpty() ? "done" : record.code(),
                        "problem", record.problem()))
                .toList();
    }

    public List<Object> getGates() {
        return parts("gate");
    }

    /** What was found, or what to do about it, in the words of a Jenkinsfile. */
    public String worded(String text) {
        return PipelineWords.of(text);
    }

    public List<Object> getPlans() {
        return parts("plan");
    }

    public List<Map<?, ?>> getReceipts() {
        return records.stream()
                .flatMap(record -> record.deployed().stream())
                .<Map<?, ?>>map(StepRecord.Deployed::receipt)
                .toList();
    }

    /** What was signed by a step, one row an approval. */
    public List<Map<String, Object>> getApprovals() {
        return records.stream()
                .map(StepRecord::result)
                .filter(result -> result.containsKey("signer"))
                .toList();
    }

    private List<Object> parts(String name) {
        List<Object> parts = new ArrayList<>();
        for (StepRecord record : records) {
            Object part = record.result().get(name);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private String last(String component) {
        return records.stream()
                .map(record -> record.release(component))
                .filter(text -> !text.isEmpty())
                .reduce((first, second) -> second)
                .orElse("");
    }
}
