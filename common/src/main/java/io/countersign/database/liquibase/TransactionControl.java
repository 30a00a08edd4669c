package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.core.Parser;

/** Statements that end a transaction, and with it the promise that a release is applied as a whole or not at all. */
final class TransactionControl {
    private static final String BLANK = "(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*";
    private static final String ENDING =
            "(?:commit|end|abort|rollback(?!\\s+(?:\\w+\\s+)?to\\b)|prepare\\s+transaction)\\b";
    private static final Pattern FIRST = Pattern.compile("(?is)^" + BLANK + ENDING + ".*");
    private static final Pattern ANYWHERE = Pattern.compile("(?is)(?:^|;)" + BLANK + ENDING);

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
    static void refuse(String text) {
        if (FIRST.matcher(text).matches() || (mayBeIn(text) && statements(text).anyMatch(FIRST.asMatchPredicate()))) {
            throw ended("A changeset has the statement \"" + text.strip() + "\", which ends the release's transaction.")
                    .state("Nothing of the open transaction is committed.")
                    .build();
        }
    }

    /** As the driver delimits them, which knows literals, dollar quotes, comments and the bodies of routines. */
    private static Stream<String> statements(String text) {
        try {
            return Parser.parseJdbcSql(text, true, false, true, false, false).stream()
                    .map(statement -> statement.nativeSql);
        } catch (SQLException e) {
            // what the driver cannot read it does not send either
            return Stream.of(text);
        }
    }

    static CountersignException.Builder ended(String found) {
        return CountersignException.problem(ProblemCode.CHANGESET_FAILED)
                .found(found)
                .expected("changesets that leave beginning and ending of transactions to the deployment.")
                .remedy("Remove the statement, or set runInTransaction=\"false\" for the changeset.");
    }
}
