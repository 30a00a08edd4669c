package io.countersign.jenkins.record;

import java.util.List;
import java.util.Map;

/**
 * What one step of a run gave back, or why it did not.
 *
 * @param step the step's function, for example {@code countersignDeploy}
 * @param at an ISO 8601 instant in UTC
 * @param stage the stage it was about; empty for none
 * @param code of the refusal or fault; empty where all went well
 * @param problem its whole text
 * @param result the result as the script got it; empty where there is none
 */
public record StepRecord(
        String step, String at, String stage, String code, String problem, Map<String, Object> result) {

    boolean refused() {
        return Boolean.TRUE.equals(result.get("refused"));
    }

    /** One target that has the release. */
    record Deployed(Map<?, ?> receipt, boolean repeated) {}

    /** What the step deployed, or found deployed already: of one target, or of many. */
    List<Deployed> deployed() {
        if (result.get("lines") instanceof List<?> lines) {
            return lines.stream()
                    .map(line -> (Map<?, ?>) line)
                    .filter(line -> line.get("receipt") instanceof Map)
                    .map(line -> new Deployed((Map<?, ?>) line.get("receipt"), "PRESENT".equals(line.get("outcome"))))
                    .toList();
        }
        Map<?, ?> within = result.get("deployment") instanceof Map<?, ?> deployment ? deployment : result;
        Map<?, ?> receipt = within.get("receipt") instanceof Map<?, ?> inner ? inner : within;
        return isDeployment(receipt)
                ? List.of(new Deployed(receipt, Boolean.TRUE.equals(within.get("repeated"))))
                : List.of();
    }

    /** Copies have receipts too, of another kind. */
    private static boolean isDeployment(Map<?, ?> receipt) {
        return receipt.containsKey("operation") && receipt.containsKey("before");
    }

    /** The receipt of a copy that replaced a target; empty where the step made none. */
    Map<?, ?> copied() {
        for (String name : new String[] {"receipt", "copy"}) {
            if (result.get(name) instanceof Map<?, ?> receipt && receipt.containsKey("snapshotAt")) {
                return receipt;
            }
        }
        return Map.of();
    }

    /** A text of the release that the step was about; empty where the result names none. */
    String release(String component) {
        return result.get("release") instanceof Map<?, ?> release && release.get(component) instanceof String text
                ? text
                : planOrGate(component);
    }

    private String planOrGate(String component) {
        for (String part : new String[] {"plan", "gate", "deployment", "runbook"}) {
            if (result.get(part) instanceof Map<?, ?> whole
                    && whole.get("release") instanceof Map<?, ?> release
                    && release.get(component) instanceof String text) {
                return text;
            }
        }
        return "";
    }
}
