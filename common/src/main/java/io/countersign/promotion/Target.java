package io.countersign.promotion;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One database, with its application, of a stage.
 *
 * @param url a JDBC URL without credentials
 * @param schema the schema that the release changes; empty for the connection's default
 * @param application where the application lives; empty for a database alone
 * @param slots the two parallel services of the target; empty where there is one
 */
public record Target(
        String name,
        String url,
        Credentials credentials,
        Optional<String> schema,
        Optional<ApplicationPlace> application,
        Optional<Slots> slots) {
    /** Parameters that drivers take secrets by, {@code user:password@host}, and Oracle's {@code user/password@host}. */
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("(?i)([?&;,(]\\s*[\\w.-]*(password|passwd|passphrase|pwd|pass|secret|token)\\d?\\s*=)"
                    + "|(://[^/@]*:[^/@]*@)|(^jdbc:oracle:\\w+:[^/@]+/[^@]+@)");

    /** A target without slots. */
    public Target(
            String name,
            String url,
            Credentials credentials,
            Optional<String> schema,
            Optional<ApplicationPlace> application) {
        this(name, url, credentials, schema, application, Optional.empty());
    }

    /** The same target as one of its slots has it: with that slot's database and application. */
    public Target in(Slot slot) {
        return new Target(name, slot.url(), slot.credentials(), slot.schema(), Optional.of(slot.application()), slots);
    }

    /** What is wrong with a value, and what is expected instead; neither repeats a URL, which may hold a password. */
    public record Objection(String found, String expected) {}

    public static Optional<Objection> objectionToName(String name) {
        return Names.isName(name)
                ? Optional.empty()
                : Optional.of(new Objection("\"" + name + "\" is no name for a target", Names.EXPECTED));
    }

    public static Optional<Objection> objectionToUrl(String url) {
        if (PASSWORD_IN_URL.matcher(url).find()) {
            return Optional.of(new Objection("the URL holds a password", "a reference under credentials instead"));
        }
        return url.startsWith("jdbc:")
                ? Optional.empty()
                : Optional.of(new Objection("the URL is no JDBC URL", "jdbc:…"));
    }

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
