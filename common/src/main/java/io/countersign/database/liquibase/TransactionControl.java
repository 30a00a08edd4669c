package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/** Statements that end a transaction, and with it the promise that a release is applied as a whole or not at all. */
final class TransactionControl {
    private static final String BLANK = "(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*";
    private static final String ENDING =
            "(?:commit|end|abort|rollback(?!\\s+(?:\\w+\\s+)?to\\b)|prepare\\s+transaction)\\b";
    private static final Pattern FIRST = Pattern.compile("(?is)^" + BLANK + ENDING + ".*");
    private static final Pattern ANYWHERE = Pattern.compile("(?is)(?:^|;)" + BLANK + ENDING);

    private static final Pattern ROUTINE = Pattern.compile("(?is)\\bbegin\\s+atomic\\b");

    private TransactionControl() {}

    /** Whether there is such a statement at a place where one could be; also true for the body of a routine. */
    static boolean mayBeIn(String sql) {
        return ANYWHERE.matcher(sql).find();
    }

    /**
     * Looks at every statement of a text, because a server is sent what Liquibase does not split as a whole.
     *
     * @throws CountersignException CHANGESET_FAILED where one ends the transaction; nothing of the text was sent yet
     */
    static void refuse(String statement) {
        if (FIRST.matcher(statement).matches() || (mayBeIn(statement) && isEndedBy(withoutQuotes(statement)))) {
            throw ended("A changeset has the statement \"" + statement.strip()
                            + "\", which ends the release's transaction.")
                    .state("Nothing of the open transaction is committed.")
                    .build();
        }
    }

    /** The body of a routine in SQL's own form is not quoted, and ends as a transaction may. */
    private static boolean isEndedBy(String bare) {
        return ANYWHERE.matcher(bare).find() && !ROUTINE.matcher(bare).find();
    }

    /** The text with nothing in its literals, quoted names, dollar quotes and comments, as the driver delimits them. */
    private static String withoutQuotes(String sql) {
        StringBuilder bare = new StringBuilder();
        char[] text = sql.toCharArray();
        for (int at = 0; at < text.length; at++) {
            int end = endOfQuote(text, at);
            bare.append(end == at ? text[at] : ' ');
            at = end;
        }
        return bare.toString();
    }

    /** The place of the last character of what begins here; the place itself where nothing is quoted. */
    private static int endOfQuote(char[] text, int at) {
        return switch (text[at]) {
            case '\'' -> Parser.parseSingleQuotes(text, at, !isEscaped(text, at));
            case '"' -> Parser.parseDoubleQuotes(text, at);
            case '-' -> Parser.parseLineComment(text, at);
            case '/' -> Parser.parseBlockComment(text, at);
            case '$' -> Parser.parseDollarQuotes(text, at);
            default -> at;
        };
    }

    /** {@code E'…'}, in which a backslash can stand before a quote. */
    private static boolean isEscaped(char[] text, int at) {
        return at > 0
                && (text[at - 1] == 'e' || text[at - 1] == 'E')
                && (at < 2 || !Character.isJavaIdentifierPart(text[at - 2]));
    }

    static CountersignException.Builder ended(String found) {
        return CountersignException.problem(ProblemCode.CHANGESET_FAILED)
                .found(found)
                .expected("changesets that leave beginning and ending of transactions to the deployment.")
                .remedy("Remove the statement, or set runInTransaction=\"false\" for the changeset.");
    }
}
