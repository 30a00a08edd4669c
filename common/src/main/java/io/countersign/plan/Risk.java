package io.countersign.plan;

/**
 * Something in a plan that a person should look at before agreeing.
 *
 * @param rule a stable name, for example {@code drops-data}
 * @param subject the changeset, or the whole release
 * @param text what may happen, a sentence
 */
public record Risk(Severity severity, String rule, String subject, String text) {

    /** How much attention it deserves. */
    public enum Severity {
        /** Data can be lost, or there is no way back. */
        HIGH,
        /** Others may have to wait, or the outcome depends on the data. */
        MEDIUM,
        /** Worth knowing. */
        LOW
    }
}
