package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Optional;

/**
 * Liquibase's own lock row. It is never taken here, because a killed process leaves it behind and the session lock of the
 * target does the same better; but while somebody else's Liquibase holds it, nothing may be changed.
 */
final class LiquibaseLock {
    private LiquibaseLock() {}

    /** @throws CountersignException LOCK_HELD */
    static void refuseWhereHeld(TargetSession session) throws SQLException {
        HistoryTable table = HistoryTable.lock(session.database());
        if (!table.exists()) {
            return;
        }
        String query = "SELECT LOCKGRANTED, LOCKEDBY, LOCKED FROM " + table.qualified() + " WHERE ID = 1";
        try (Statement statement = session.target().connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (row.next() && row.getBoolean(3)) {
                throw held(session, row);
            }
        }
    }

    private static CountersignException held(TargetSession session, ResultSet row) throws SQLException {
        String since = Optional.ofNullable(row.getTimestamp(1))
                .map(Timestamp::toLocalDateTime)
                .map(time -> " since " + time)
                .orElse("");
        return CountersignException.problem(ProblemCode.LOCK_HELD)
                .found(
                        "A Liquibase that is not part of this product holds %s's change lock%s: %s.",
                        session.target().name(),
                        since,
                        Optional.ofNullable(row.getString(2)).orElse("it did not say who it is"))
                .expected("that nobody else changes the database.")
                .remedy("Wait until it has ended. If it was killed, run \"liquibase release-locks\" on the database.")
                .build();
    }
}
