package io.countersign.gate;

/**
 * One condition for entering a stage. A check only looks at facts that were collected before, changes nothing, and answers
 * a plain no where it cannot be sure.
 */
public interface Check {

    /** A stable name of lower-case words with hyphens. */
    String name();

    /** Whether an exception can lift it. Integrity, signatures, policy and ledger never can be. */
    boolean liftable();

    CheckResult examine(GateFacts facts);
}
