package io.countersign.jenkins.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a Jenkinsfile wants to know of a gate first. */
public final class GateSummary {
    private GateSummary() {}

    /** Adds {@code open}, {@code refusals}, the names of the checks that refuse, and {@code digest}. */
    public static void add(Map<String, Object> result) {
        if (result.get("gate") instanceof Map<?, ?> gate) {
            List<Object> refusals = new ArrayList<>();
            for (Object each : (List<?>) gate.get("results")) {
                Map<?, ?> check = (Map<?, ?>) each;
                if ("REFUSED".equals(check.get("status"))) {
                    refusals.add(check.get("check"));
                }
            }
            result.put("open", refusals.isEmpty());
            result.put("refusals", refusals);
            result.put("digest", ((Map<?, ?>) gate.get("release")).get("digest"));
        }
    }
}
