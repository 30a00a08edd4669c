package io.countersign.jenkins;

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
record StepRecord(String step, String at, String stage, String code, String problem, Map<String, Object> result) {

    boolean refused() {
        return Boolean.TRUE.equals(result.get("refused"));
    }

    /** A text of the release that the step was about; empty where the result names none. */
    String release(String component) {
        return result.get("release") instanceof Map<?, ?> release && release.get(component) instanceof String text
                ? text
                : planOrGate(component);
    }

    private String planOrGate(String component) {
        for (String part : new String[] {"plan", "gate"}) {
            if (result.get(part) instanceof Map<?, ?> whole
                    && whole.get("release") instanceof Map<?, ?> release
                    && release.get(component) instanceof String text) {
                return text;
            }
        }
        return "";
    }
}
