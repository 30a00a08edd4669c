package io.countersign.promotion;

import java.time.Duration;

/** A check after a deployment. */
public sealed interface SmokeCheck {

    /** A query whose first column of the first row must be the expected text; runs before the commit. */
    record Sql(String query, String expected) implements SmokeCheck {}

    /** A GET that must answer with the status; repeated until it does or the time is over. Runs after activation. */
    record Http(String url, int status, Duration timeout) implements SmokeCheck {}
}
