package io.countersign.command;

import io.countersign.database.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a release at one stage.
 *
 * @param rule who has to approve
 * @param words approvals and exceptions, also those that do not count
 * @param unknown why a target could not tell, a sentence for each; the evidence alone speaks for it
 */
public record StageTrace(
        String stage, String rule, List<Word> words, List<Deployed> deployments, List<String> unknown) {
    public StageTrace {
        words = List.copyOf(words);
        deployments = List.copyOf(deployments);
        unknown = List.copyOf(unknown);
    }

    /**
     * Somebody's signed word.
     *
     * @param signedAt an ISO 8601 instant; empty where the signature could not be read
     * @param reason why it does not count; empty where it does
     */
    public record Word(String who, String role, String what, Optional<String> signedAt, String text, String reason) {}

    /**
     * A deployment, as the ledger of the target or a receipt tells it.
     *
     * @param proof what vouches for it: ledger, receipt, or both
     */
    public record Deployed(
            String target,
            String operation,
            String startedAt,
            String finishedAt,
            Fingerprint before,
            Fingerprint after,
            int changesets,
            String by,
            String proof) {
        long millis() {
            return Duration.between(Instant.parse(startedAt), Instant.parse(finishedAt))
                    .toMillis();
        }
    }
}
