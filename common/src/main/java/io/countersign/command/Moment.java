package io.countersign.command;

import java.util.Optional;

/**
 * Something that happened to a release on its way.
 *
 * @param at an ISO 8601 instant in UTC
 * @param where a stage, a target as {@code PRD/main}, or where the release was made
 * @param kind how much attention it deserves
 * @param who as far as it is known
 * @param millis how long it took; empty for what takes no time
 */
public record Moment(String at, String where, Kind kind, String what, String who, Optional<Long> millis) {

    /** What the moment means for the release. */
    public enum Kind {
        /** A step forward. */
        GOOD,
        /** Neither forward nor back. */
        NEUTRAL,
        /** A step back, a refusal, or a word that does not count. */
        BAD
    }
}
