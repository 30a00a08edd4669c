package io.countersign.promotion;

import java.util.Optional;

/**
 * One database, with its application, of a stage.
 *
 * @param url a JDBC URL without credentials
 * @param schema the schema that the release changes; empty for the connection's default
 * @param application where the application lives; empty for a database alone
 */
public record Target(
        String name,
        String url,
        Credentials credentials,
        Optional<String> schema,
        Optional<ApplicationPlace> application) {

    /** Where user and password come from. Never a password itself. */
    public sealed interface Credentials {

        /** A {@code <server>} of Maven's settings, or a credentials id of Jenkins. */
        record Reference(String id) implements Credentials {}

        /** Two environment variables' names. */
        record Environment(String user, String password) implements Credentials {}

        /** A user whom the database trusts without a password. */
        record UserOnly(String user) implements Credentials {}

        /** Nothing is needed. */
        record None() implements Credentials {}
    }
}
