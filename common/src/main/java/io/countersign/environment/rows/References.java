package io.countersign.environment.rows;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at every foreign key of a copy that was loaded without them being looked at. */
public final class References {
    private References() {}

    /** @throws CountersignException CLONE_FAILED naming each foreign key that does not hold */
    public static void requireWhole(TargetDatabase copy, List<RowTable> tables) {
        List<String> broken = new ArrayList<>();
        try {
            List<RowTable> own =
                    tables.stream().map(table -> table.in(copy.schema())).toList();
            for (Reference reference : Reference.all(copy.connection(), own)) {
                long rows = Rows.first(copy.connection(), reference.broken(), row -> row.getLong(1))
                        .orElse(0L);
                if (rows > 0) {
                    broken.add(reference.name() + " of " + reference.child().title() + " by " + rows + " rows");
                }
            }
        } catch (SQLException e) {
            throw copy.errors().during("its foreign keys were checked", e);
        }
        if (!broken.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                    .found("Foreign keys do not hold in the copy: %s.", String.join(", ", broken))
                    .expected("rows that refer to rows that are there.")
                    .remedy(
                            "Mend the rows of the source, where they refer to nothing either; otherwise mask both columns"
                                    + " by the same rule.")
                    .build();
        }
    }
}
