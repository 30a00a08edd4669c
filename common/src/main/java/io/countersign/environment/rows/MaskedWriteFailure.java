package io.countersign.environment.rows;

import io.countersign.database.SqlErrors;
import io.countersign.environment.masking.TableMask;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why rows of a masked table could not be written, without any of their values, which servers repeat. */
final class MaskedWriteFailure {
    /** By SQLState: data that does not fit, constraints that do not hold, and what MariaDB calls a warning elsewhere. */
    private static final Pattern OF_DATA = Pattern.compile("(?:01|22|23).*");
    /** Which MySQL also uses for a state that says nothing: a text that its column cannot hold. */
    private static final int WRONG_TEXT = 1366;

    private static final String NOT_UNIQUE = "23505";
    private static final int DUPLICATE = 1062;
    private static final Pattern COLUMN =
            Pattern.compile("for column (?:`(?:[^`]*`\\.`)*([^`]+)`|'([^']+)') at row|column \"([^\"( ]+)");

    private MaskedWriteFailure() {}

    static CountersignException of(RowTable table, TableMask mask, SqlErrors errors, SQLException error) {
        SqlErrors discreet = errors.withoutValues();
        CountersignException plain = discreet.during("rows of " + table.title() + " were written", error);
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        boolean ofData = OF_DATA.matcher(state).matches() || error.getErrorCode() == WRONG_TEXT;
        if (plain.code() != ProblemCode.DATABASE_FAILED || !ofData) {
            return plain;
        }
        if (state.equals(NOT_UNIQUE) || error.getErrorCode() == DUPLICATE) {
            return CountersignException.problem(ProblemCode.MASKING_UNFIT)
                    .found("Masked rows of %s have the same values in a key or a unique index.", table.title())
                    .expected("rules that keep rows different where a key or a unique index does.")
                    .remedy("Choose a pseudonym, hash or keep for a column of it, or an own expression by sql.")
                    .causedBy(plain);
        }
        Optional<String> column = column(table, error);
        return column.filter(name -> !changes(table, mask, name))
                .map(name -> kept(table, name, plain))
                .orElseGet(() -> CountersignException.problem(ProblemCode.MASKING_UNFIT)
                        .found(
                                "What the rule for %s makes of a value does not fit.",
                                column.map(name -> table.title() + "." + name).orElse("a column of " + table.title()))
                        .expected("values that the column takes: its type, length, words and characters.")
                        .remedy("Choose another rule for the column, or an own expression by sql.")
                        .causedBy(plain));
    }

    /** Strictness is for the whole row: it also refuses what older servers let in. */
    private static CountersignException kept(RowTable table, String column, CountersignException cause) {
        return CountersignException.problem(ProblemCode.CLONE_FAILED)
                .found(
                        "A value of %s.%s, which no rule changes, is refused by the copy, which is strict where other columns of"
                                + " the table are masked.",
                        table.title(), column)
                .expected("values that the type of the column allows.")
                .remedy("Correct the values in the source, or give the column a rule by which they become others.")
                .causedBy(cause);
    }

    private static Optional<String> column(RowTable table, SQLException error) {
        Matcher named = COLUMN.matcher(error.getMessage() == null ? "" : error.getMessage());
        List<String> known = table.columnNames();
        while (named.find()) {
            for (int group = 1; group <= named.groupCount(); group++) {
                if (named.group(group) != null && known.contains(named.group(group))) {
                    return Optional.of(named.group(group));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean changes(RowTable table, TableMask mask, String column) {
        return mask.changes()[table.columnNames().indexOf(column)];
    }
}
