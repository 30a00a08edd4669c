package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.PreconditionFailedException;
import liquibase.exception.ValidationFailedException;

/** Failures of a target while changes are made, in one paragraph each. */
final class ChangeFailures {
    private static final int LONGEST_STATEMENT = 400;
    private static final String CONNECTION_CLASS = "08"; // of SQLSTATE

    private final TargetSession session;

    ChangeFailures(TargetSession session) {
        this.session = session;
    }

    CountersignException changeset(ChangeSet changeset, int position, int count, Throwable thrown) {
        Optional<CountersignException> own = own(thrown);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<SQLException> answer = sql(thrown);
        String statement = session.watch().last().strip().replaceAll("\\s+", " ");
        String message = answer.map(e -> String.valueOf(e.getMessage())).orElseGet(() -> reason(thrown));
        String sent = answer.isEmpty() || statement.isEmpty()
                ? ""
                : " Statement: " + ChangelogProblems.shortened(statement, LONGEST_STATEMENT);
        boolean broken = answer.map(SQLException::getSQLState)
                .filter(state -> state.startsWith(CONNECTION_CLASS))
                .isPresent();
        return CountersignException.problem(
                        broken ? ProblemCode.DATABASE_CONNECTION_LOST : ProblemCode.CHANGESET_FAILED)
                .found(
                        "%s failed on %s as changeset %d of %d: %s.%s",
                        Changesets.id(changeset), session.target().name(), position, count, plain(message), sent)
                .expected("that every changeset succeeds.")
                .remedy("Correct the changeset in a new release, or the state of the database that it meets.")
                .state(
                        session.steady().isPresent()
                                ? "Nothing of the open transaction is committed."
                                : "The changesets before it are applied, and this one may be in part.")
                .causedBy(thrown);
    }

    /** Before the first changeset: validation, preconditions of the changelog, Liquibase's own tables. */
    CountersignException before(Throwable thrown) {
        Optional<CountersignException> own = own(thrown);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<ValidationFailedException> validation = ChangelogProblems.causes(thrown)
                .filter(ValidationFailedException.class::isInstance)
                .map(ValidationFailedException.class::cast)
                .findFirst();
        if (validation.isPresent()) {
            return invalid(validation.get());
        }
        return CountersignException.problem(ProblemCode.DATABASE_FAILED)
                .found(
                        "%s: %s.",
                        session.target().name(),
                        plain(sql(thrown).map(SQLException::getMessage).orElseGet(() -> reason(thrown))))
                .remedy("Check the database and the privileges of its user.")
                .causedBy(thrown);
    }

    private CountersignException invalid(ValidationFailedException failed) {
        boolean altered = !failed.getInvalidMD5Sums().isEmpty();
        boolean conditions = String.valueOf(failed.getMessage()).contains("preconditions");
        ProblemCode code = altered
                ? ProblemCode.CHANGESET_ALTERED
                : conditions ? ProblemCode.CHANGESET_FAILED : ProblemCode.CHANGELOG_INVALID;
        String remedy = altered
                ? "Put the changeset back as it was and make the change in a new one; validCheckSum accepts a harmless edit."
                : conditions
                        ? "Bring the database to the state that the changelog's preconditions ask for."
                        : "Correct the changelog; \"liquibase validate\" shows the same mistakes.";
        return CountersignException.problem(code)
                .found(
                        "%s: %s",
                        session.target().name(),
                        String.valueOf(failed.getMessage()).strip().replaceAll("\\s+", " "))
                .remedy(remedy)
                .causedBy(failed);
    }

    private static Optional<CountersignException> own(Throwable thrown) {
        return ChangelogProblems.causes(thrown)
                .filter(CountersignException.class::isInstance)
                .map(CountersignException.class::cast)
                .findFirst();
    }

    /** A batch tells its real failure in the next exception. */
    private static Optional<SQLException> sql(Throwable thrown) {
        return ChangelogProblems.causes(thrown)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .map(e -> e.getNextException() == null ? e : e.getNextException());
    }

    private static String reason(Throwable thrown) {
        return ChangelogProblems.causes(thrown)
                .filter(PreconditionFailedException.class::isInstance)
                .map(PreconditionFailedException.class::cast)
                .findFirst()
                .map(failed -> "its preconditions do not hold: " + failed.getFailedPreconditions())
                .orElseGet(() -> ChangelogProblems.sentence(thrown));
    }

    private static String plain(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
