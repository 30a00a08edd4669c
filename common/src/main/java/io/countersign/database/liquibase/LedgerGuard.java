package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.regex.Pattern;

/**
 * Keeps changesets from the ledger's table, which tells what was done by them. This looks at texts, so it finds mistakes and the
 * obvious; what a routine does unseen is found where the ledger is read again before the commit.
 */
final class LedgerGuard {
    private static final Pattern LEDGER = Pattern.compile("(?i)\\bcountersign[\"`]?\\s*[._]\\s*[\"`]?ledger");

    /** To read it, and to let others read it, harms nothing. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?is)^\\s*(?:grant\\s+select|revoke|create\\s+(?:or\\s+replace\\s+)?(?:materialized\\s+)?view)\\b[^;]*;?\\s*$");

    private LedgerGuard() {}

    /** @throws CountersignException CHANGESET_FAILED where the statement names the ledger; it was not sent */
    static void refuse(String statement) {
        if (LEDGER.matcher(statement).find() && !HARMLESS.matcher(statement).matches()) {
            throw CountersignException.problem(ProblemCode.CHANGESET_FAILED)
                    .found("A changeset has the statement \"%s\", which names Countersign's ledger.", statement.strip())
                    .expected("changesets that leave the ledger alone, or only let others read it.")
                    .remedy("Remove the statement.")
                    .build();
        }
    }
}
