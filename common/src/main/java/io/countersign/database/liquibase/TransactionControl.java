package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.regex.Pattern;

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

    /** @throws CountersignException CHANGESET_FAILED where the statement ends the transaction; it was not sent yet */
    static void refuse(String statement) {
        if (FIRST.matcher(statement).matches()) {
            throw ended("A changeset has the statement \"" + statement.strip()
                            + "\", which ends the release's transaction.")
                    .state("Nothing of the open transaction is committed.")
                    .build();
        }
    }

    static CountersignException.Builder ended(String found) {
        return CountersignException.problem(ProblemCode.CHANGESET_FAILED)
                .found(found)
                .expected("changesets that leave beginning and ending of transactions to the deployment.")
                .remedy("Remove the statement, or set runInTransaction=\"false\" for the changeset.");
    }
}
