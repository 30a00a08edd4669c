package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the rows of one table, given the names of the columns read. For one thread: make one for each.
 *
 * <p>Whoever reads the table selects {@link #expressions()} and passes every row to {@link #mask}.
 */
public final class TableMask {
    private final String table;
    private final List<String> columns;
    private final List<Optional<String>> expressions;
    private final List<Optional<ColumnMask>> masks;

    TableMask(
            String table, List<String> columns, List<Optional<String>> expressions, List<Optional<ColumnMask>> masks) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.expressions = List.copyOf(expressions);
        this.masks = List.copyOf(masks);
    }

    /** For each column, what to select instead of it; empty where the column itself is read. */
    public List<Optional<String>> expressions() {
        return expressions;
    }

    /** Whether rows pass through as they are, once the expressions have been selected. */
    public boolean isIdle() {
        return masks.stream().allMatch(Optional::isEmpty);
    }

    /** For each column, whether anything is done to it, by its expression or by {@link #value}. */
    public boolean[] changes() {
        boolean[] changes = new boolean[masks.size()];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = rewrites(i) || expressions.get(i).isPresent();
        }
        return changes;
    }

    /** Whether a column's values have to be passed to {@link #value}. */
    public boolean rewrites(int column) {
        return masks.get(column).isPresent();
    }

    /** What stands in place of all values of a column, as a person wrote it; every other mask writes as the database does. */
    public Optional<String> constant(int column) {
        return masks.get(column).filter(ConstantMask.class::isInstance).map(mask -> ((ConstantMask) mask).constant());
    }

    /** Rewrites one value, which is not null, of the column at this place. */
    public String value(int column, String value) {
        return masks.get(column)
                .map(mask -> placed(column, () -> mask.mask(value)))
                .orElse(value);
    }

    /** Rewrites the elements of one array of the column at this place, for databases that give arrays no text. */
    public @Nullable Object[] array(int column, @Nullable Object[] elements) {
        return masks.get(column)
                .map(mask -> placed(column, () -> {
                    if (mask instanceof ArrayMask each) {
                        return each.elements(elements);
                    }
                    throw Unfit.value("a text");
                }))
                .orElse(elements);
    }

    private <T> T placed(int column, Supplier<T> masking) {
        try {
            return masking.get();
        } catch (CountersignException e) {
            throw Unfit.at(table + "." + columns.get(column), e);
        }
    }

    /** Rewrites a row in place: one text a column, null for null. */
    public void mask(@Nullable String[] row) {
        for (int i = 0; i < row.length; i++) {
            String value = row[i];
            if (value != null && masks.get(i).isPresent()) {
                row[i] = value(i, value);
            }
        }
    }
}
