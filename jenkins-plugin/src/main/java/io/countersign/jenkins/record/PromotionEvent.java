package io.countersign.jenkins.record;

/**
 * Something that people may want to hear of.
 *
 * @param step the step's function, for example {@code countersignDeploy}
 * @param application empty where the step did not come to know it, like version and digest
 * @param stage the stage it was about; empty for none
 * @param code of the refusal or fault, for example {@code gate-refused}; empty where all went well
 * @param problem its whole text
 */
public record PromotionEvent(
        Kind kind,
        String step,
        String application,
        String version,
        String digest,
        String stage,
        String code,
        String problem) {

    /** What happened. */
    public enum Kind {
        /** A run waits for people to approve. */
        APPROVAL_WANTED,
        /** A release came into a stage. Not told again where it was there already. */
        DEPLOYED,
        /** The last deployment of a stage was taken back. */
        ROLLED_BACK,
        /** The answer was no: a closed gate, a lock, a missing approval. */
        REFUSED,
        /** Something did not work. */
        FAILED
    }
}
