package io.countersign.environment;

import io.countersign.database.SqlErrors;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import io.countersign.promotion.Neutralising;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes a copy harmless before anybody can use it: all statements of the stage, or none. */
public final class Neutraliser {
    private final SqlErrors errors;
    private final Progress progress;

    /** @param errors of the copy's database */
    public Neutraliser(SqlErrors errors, Progress progress) {
        this.errors = errors;
        this.progress = progress;
    }

    /**
     * What one statement did.
     *
     * @param rows how many rows it changed; 0 for statements that change none
     */
    public record Neutralised(String description, long rows) {}

    /**
     * Runs the statements in their order and commits them together, unless the caller has a transaction open, whose part they
     * are then.
     *
     * @throws CountersignException with the statement's description; the caller must not open the copy then
     */
    public List<Neutralised> run(Connection connection, List<Neutralising> rules) {
        if (rules.isEmpty()) {
            return List.of();
        }
        try {
            boolean alone = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                List<Neutralised> done = new ArrayList<>();
                for (Neutralising rule : rules) {
                    done.add(run(connection, rule));
                }
                if (alone) {
                    connection.commit();
                }
                return done;
            } finally {
                if (alone) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        } catch (SQLException e) {
            throw errors.during("the copy was neutralised", e);
        }
    }

    private Neutralised run(Connection connection, Neutralising rule) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(rule.sql());
            long rows = Math.max(0, statement.getLargeUpdateCount());
            progress.info("Neutralised: " + rule.description() + " (" + rows + " rows)");
            return new Neutralised(rule.description(), rows);
        } catch (SQLException e) {
            throw errors.during("\"" + rule.description() + "\" was neutralised", e);
        }
    }
}
