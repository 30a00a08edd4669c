package io.countersign.promotion;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What others may do while a deployment runs, and what becomes of their sessions.
 *
 * @param patience how long sessions are given to end by themselves; behind it {@code sessions} says what happens
 * @param except users of the database who are not frozen: neither ended nor waited for
 */
public record FreezePolicy(Stage.Freeze mode, Sessions sessions, Duration patience, Set<String> except) {
    public static final FreezePolicy NONE = new FreezePolicy(Stage.Freeze.NONE, Sessions.END, Duration.ZERO, Set.of());

    public FreezePolicy {
        except = Set.copyOf(except);
    }

    /** What becomes of sessions that do not end by themselves. */
    public enum Sessions {
        /** They are ended; what they had not committed is rolled back. */
        END,
        /** The deployment is refused. */
        WAIT
    }

    /** The same without a freeze. */
    FreezePolicy without() {
        return new FreezePolicy(Stage.Freeze.NONE, sessions, patience, except);
    }

    public boolean isNone() {
        return mode == Stage.Freeze.NONE;
    }

    /** Whether the deployment has the database to itself once it is frozen. */
    public boolean leavesNobody() {
        return mode == Stage.Freeze.OFFLINE && except.isEmpty();
    }

    /** The mode as {@code stages.yml} writes it. */
    public String word() {
        return word(mode);
    }

    public static String word(Stage.Freeze mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What others can still do, for sentences: {@code others can only read}. */
    public static String effect(Stage.Freeze mode) {
        return switch (mode) {
            case NONE -> "others can go on";
            case READ_ONLY -> "others can only read";
            case OFFLINE -> "others cannot connect";
        };
    }

    /** The exceptions, in one order. */
    public List<String> exceptions() {
        return except.stream().sorted().toList();
    }
}
