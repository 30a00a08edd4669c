package io.countersign.database.configuration;

import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;

/** What is said where configuration data and target do not go together. */
final class Refusals {
    private Refusals() {}

    static CountersignException refused(String found, String remedy) {
        return CountersignException.problem(ProblemCode.CONFIGURATION_DATA_REFUSED)
                .found("%s", found)
                .remedy("%s", remedy)
                .build();
    }

    /** @param table as SQL names it */
    static CountersignException hidden(String table, String account) {
        return CountersignException.problem(ProblemCode.CONFIGURATION_DATA_REFUSED)
                .found("Row level security may hide rows of %s from %s.", table, account)
                .expected(
                        "an account that sees every row: what it doesn't see would count as not there, and be removed elsewhere.")
                .remedy(
                        "Give %s the right BYPASSRLS, or take another account: one that has it, or the table's owner where the"
                                + " table doesn't force row level security on its owner.",
                        account)
                .build();
    }

    /** A constraint that the data would break is an answer; everything else is a failure of the database. */
    static CountersignException during(TargetDatabase database, String doing, SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (!state.startsWith("23")) {
            return database.errors().during(doing, error);
        }
        return CountersignException.problem(ProblemCode.CONFIGURATION_DATA_REFUSED)
                .found(
                        "The configuration data would break a constraint of %s while %s: %s",
                        database.name(), doing, database.errors().message(error))
                .remedy("Mend the data where it is made, and export it again.")
                .causedBy(database.errors().during(doing, error));
    }
}
