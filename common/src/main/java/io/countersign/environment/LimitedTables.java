package io.countersign.environment;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.RowLimit;
import io.countersign.promotion.WrittenNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the tables that limits are for. */
public final class LimitedTables {
    private LimitedTables() {}

    /**
     * The tables in the order of their limits.
     *
     * @param spellings how a table may be called, by its full name first
     * @throws CountersignException CLONE_REFUSED where a limit names no table, or none that is certain
     */
    public static <T> Map<T, RowLimit> of(
            Map<String, RowLimit> limits, Collection<T> tables, Function<T, List<String>> spellings) {
        WrittenNames<T> names = new WrittenNames<>(limits.keySet(), tables, spellings);
        Map<T, RowLimit> found = new LinkedHashMap<>();
        limits.forEach((name, limit) -> found.put(
                names.meaning(name)
                        .orElseThrow(() -> CountersignException.problem(ProblemCode.CLONE_REFUSED)
                                .found(
                                        "A limit names the table %s, which %s.",
                                        name, names.doubt(name).orElse("the source does not have"))
                                .expected("limits of tables of the source, spelt as there, each once.")
                                .remedy("Correct clone: limits: in stages.yml.")
                                .build()),
                limit));
        return found;
    }
}
