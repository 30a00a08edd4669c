package io.countersign.database;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns what a JDBC driver throws into the problem a user can act on, once, by SQLState and by the products' own error
 * numbers. Every message names the target and its URL and has gone through {@link #scrubbed(String)}, because drivers
 * repeat URLs, properties and statements in their messages.
 */
public final class SqlErrors {
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|passphrase)\\w*\\s*[=:]\\s*)('[^']*'|[^\\s;&,)]+)");
    private static final Pattern IN_URL = Pattern.compile("(//[^/\\s:@]+:)([^@/\\s]+)(@)");
    private static final Pattern IN_STATEMENT =
            Pattern.compile("(?i)(identified\\s+by\\s+(?:password\\s+)?|\\bpassword\\s+)('(?:[^']|'')*')");

    /** PostgreSQL: shutdown, crash, cannot connect now, too many connections, database missing. */
    private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "57P05", "53300", "3D000");

    private static final Set<Integer> MARIADB_LOGIN = Set.of(1045, 1698, 1251, 2059, 4151);
    private static final Set<Integer> MARIADB_UNAVAILABLE =
            Set.of(1040, 1049, 1053, 1203, 1226, 1927, 2002, 2003, 2006, 2013);
    private static final Set<Integer> MARIADB_PERMISSION = Set.of(1044, 1095, 1142, 1143, 1227, 1370, 1410, 1419);
    private static final Set<Integer> H2_UNAVAILABLE = Set.of(90013, 90067, 90098, 90121, 90146, 90149, 90135);
    private static final Set<Integer> H2_PERMISSION = Set.of(90096, 90040);
    private static final int H2_OPEN_ELSEWHERE = 90020;

    /** By SQLState: what goes wrong without any value, in connections, statements, rights, resources and the server itself. */
    private static final Pattern WITHOUT_VALUE = Pattern.compile("(?:08|0A|25|28|40|42|53|54|55|57|58|90|XX).*");

    private final ConnectionSettings settings;
    private final boolean discreet;

    public SqlErrors(ConnectionSettings settings) {
        this(settings, false);
    }

    private SqlErrors(ConnectionSettings settings, boolean discreet) {
        this.settings = settings;
        this.discreet = discreet;
    }

    /** For rows that nobody who reads the message may see: drivers repeat values that something is wrong with. */
    public SqlErrors withoutValues() {
        return new SqlErrors(settings, true);
    }

    /** While a connection is being made: what breaks is called unreachable, not lost. */
    public CountersignException whileConnecting(SQLException error) {
        return translated(error, ProblemCode.DATABASE_UNREACHABLE, "did not let us in");
    }

    /**
     * An error on a connection that was made before.
     *
     * @param doing completes the sentence "The database … while …", for example {@code its schema was read}
     */
    public CountersignException during(String doing, SQLException error) {
        return translated(error, ProblemCode.DATABASE_CONNECTION_LOST, "answered with an error while " + doing);
    }

    /** The driver's message on one line, without anything that looks like a password. */
    public String message(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (discreet && !WITHOUT_VALUE.matcher(state).matches()) {
            return "SQLState " + state + ", error " + error.getErrorCode() + " (its message is left out, because it may"
                    + " repeat a value)";
        }
        String text = error.getMessage() == null ? error.toString() : error.getMessage();
        return scrubbed(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Takes the target's own password, and whatever is written like one, out of a text. */
    public String scrubbed(String text) {
        String result = text;
        if (!settings.password().isEmpty()) {
            result = result.replace(settings.password().reveal(), "(hidden)");
        }
        result = PARAMETER.matcher(result).replaceAll("$1(hidden)");
        result = IN_STATEMENT.matcher(result).replaceAll("$1'(hidden)'");
        return IN_URL.matcher(result).replaceAll("$1(hidden)$3");
    }

    /** The target as messages name it: {@code PRD/main (jdbc:…)}. */
    public String target() {
        return settings.name() + " (" + scrubbed(settings.url()) + ")";
    }

    private CountersignException translated(SQLException error, ProblemCode unavailable, String what) {
        ProblemCode code = classify(error).orElse(ProblemCode.DATABASE_FAILED);
        if (code == ProblemCode.DATABASE_UNREACHABLE) {
            code = unavailable;
        }
        CountersignException.Builder problem = CountersignException.problem(code);
        String message = message(error);
        switch (code) {
            case DATABASE_UNREACHABLE ->
                problem.found("No connection to %s could be made: %s", target(), message)
                        .expected("A database server that listens at this address and knows this database.")
                        .remedy("Check host, port and database name in the URL, and that the server is running.");
            case DATABASE_CONNECTION_LOST ->
                problem.found("The connection to %s broke: %s", target(), message)
                        .remedy("Check the server's log and the network, then repeat the command.");
            case DATABASE_LOGIN_REFUSED ->
                problem.found(
                                "%s refused the login of %s: %s",
                                target(), settings.user().orElse("no user"), message)
                        .remedy("Check the credentials that the stage refers to.");
            case DATABASE_PERMISSION_MISSING ->
                problem.found(
                                "%s refused a privilege to %s: %s",
                                target(), settings.user().orElse("the user"), message)
                        .remedy("Have the privilege granted, or name credentials of a user who has it.");
            case LOCK_HELD ->
                problem.found("%s is opened by another process: %s", target(), message)
                        .expected("A file database that nobody else has open.")
                        .remedy("End the other process, or run the database as a server.");
            default -> problem.found("%s %s: %s", target(), what, message);
        }
        return problem.causedBy(withoutSecrets(error));
    }

    /** The cause is printed with -X or -e: it must not say what the message conceals. */
    private Throwable withoutSecrets(SQLException error) {
        SQLException safe = new SQLException(message(error), error.getSQLState(), error.getErrorCode());
        safe.setStackTrace(error.getStackTrace());
        return safe;
    }

    private static Optional<ProblemCode> classify(SQLException error) {
        for (Throwable link = error; link != null; link = link.getCause()) {
            if (link instanceof SQLException sql) {
                Optional<ProblemCode> code = classifyOne(sql);
                if (code.isPresent()) {
                    return code;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ProblemCode> classifyOne(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        int number = error.getErrorCode();
        if (number == H2_OPEN_ELSEWHERE) {
            return Optional.of(ProblemCode.LOCK_HELD);
        }
        if (MARIADB_PERMISSION.contains(number) || H2_PERMISSION.contains(number) || state.equals("42501")) {
            return Optional.of(ProblemCode.DATABASE_PERMISSION_MISSING);
        }
        if (MARIADB_LOGIN.contains(number)
                || state.startsWith("28")
                || error instanceof SQLInvalidAuthorizationSpecException) {
            return Optional.of(ProblemCode.DATABASE_LOGIN_REFUSED);
        }
        if (UNAVAILABLE.contains(state)
                || state.startsWith("08")
                || MARIADB_UNAVAILABLE.contains(number)
                || H2_UNAVAILABLE.contains(number)
                || error instanceof SQLNonTransientConnectionException
                || error instanceof SQLTransientConnectionException) {
            return Optional.of(ProblemCode.DATABASE_UNREACHABLE);
        }
        return Optional.empty();
    }
}
