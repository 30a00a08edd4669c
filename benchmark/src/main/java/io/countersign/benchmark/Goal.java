package io.countersign.benchmark;

/**
 * A figure and what it must be at most.
 *
 * @param what for example "deploy 1,000: Countersign / Flyway"
 */
record Goal(String what, double found, double atMost) {

    boolean met() {
        return found <= atMost;
    }
}
