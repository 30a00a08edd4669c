package io.countersign.jenkins.approval;

import java.io.Serializable;
import java.util.Locale;

/** What a run waits for, as it is kept with the run. The release and its evidence lie in a folder of the run's own. */
final class ApprovalRequest implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How far it has come. */
    enum State {
        WAITING,
        APPROVED,
        REJECTED,
        GIVEN_UP
    }

    private final String id;
    private final String review;
    private final String promotionPath;
    private final String stage;
    private State state = State.WAITING;
    private String decidedBy = "";
    private String reason = "";

    /** @param review its id: what is approved stays what it was when the step began, whatever the run looks at later */
    ApprovalRequest(String id, String review, String promotionPath, String stage) {
        this.id = id;
        this.review = review;
        this.promotionPath = promotionPath;
        this.stage = stage;
    }

    String id() {
        return id;
    }

    String review() {
        return review;
    }

    String promotionPath() {
        return promotionPath;
    }

    String stage() {
        return stage;
    }

    synchronized State state() {
        return state;
    }

    /** As JSON has it: {@code waiting}, {@code approved}, {@code rejected} or {@code given-up}. */
    String stateName() {
        return state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    synchronized String decidedBy() {
        return decidedBy;
    }

    synchronized String reason() {
        return reason;
    }

    /** Only the first decision counts. */
    synchronized boolean decide(State decision, String by, String why) {
        if (state != State.WAITING) {
            return false;
        }
        state = decision;
        decidedBy = by;
        reason = why;
        return true;
    }
}
