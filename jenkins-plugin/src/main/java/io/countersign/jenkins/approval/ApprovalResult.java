package io.countersign.jenkins.approval;

import io.countersign.signature.Judged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a Jenkinsfile learns of an approval. */
final class ApprovalResult {
    private ApprovalResult() {}

    static Map<String, Object> of(ApprovalStanding now) {
        List<Map<String, String>> approvers = new ArrayList<>();
        for (Judged<?> judged : now.agreement().result().counted()) {
            approvers.add(new HashMap<>(Map.of(
                    "who", judged.person().userId(),
                    "role", judged.role(),
                    "at", judged.signedAt().orElse(""))));
        }
        Map<String, Object> result = new HashMap<>();
        result.put("digest", now.review().release().digest().hex());
        result.put("stage", now.stage().name());
        result.put("approved", now.agreement().result().satisfied());
        result.put("missing", now.agreement().result().missing());
        result.put("approvers", approvers);
        return result;
    }
}
