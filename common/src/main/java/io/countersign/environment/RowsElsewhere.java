package io.countersign.environment;

import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.List;

/** Tables that only lead to rows: whoever fills the copy of such a table writes into what the table leads to. */
public final class RowsElsewhere {
    private RowsElsewhere() {}

    /**
     * @param tables with what each of them is, in words
     * @throws CountersignException CLONE_REFUSED where there are any
     */
    public static void refuse(TargetDatabase source, List<String> tables) {
        if (!tables.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "%s has tables whose rows are elsewhere: %s. Their copies would lead to the same rows, and be written to.",
                            source.name(), String.join(", ", tables))
                    .expected("a source whose tables hold their rows themselves.")
                    .remedy(
                            "Have a release for %s replace them, by views or by tables of its own, and copy then.",
                            source.name())
                    .build();
        }
    }
}
