package io.countersign.database.configuration;

import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the configuration data of a database what it should be, as part of a transaction that the caller has begun and
 * commits. References are checked and triggers are back on before this returns; other tables are not touched.
 */
public final class ConfigurationImport {
    private final TargetDatabase database;
    private final Product product;

    public ConfigurationImport(TargetDatabase database) {
        this.database = database;
        this.product = Product.of(database);
    }

    /**
     * Compares, and changes nothing.
     *
     * @throws CountersignException CONFIGURATION_DATA_REFUSED where tables or columns are not the database's
     */
    public List<TableChanges> differences(ConfigurationFiles.Content wanted) {
        return inSession("its configuration data was compared", connection -> {
            List<TableChanges> all = new ArrayList<>();
            List<ConfigurationTable> tables = tables(wanted.index().tables());
            for (int i = 0; i < tables.size(); i++) {
                all.add(differences(connection, tables.get(i), wanted.tables().get(i)));
            }
            return all.stream().filter(table -> !table.changes().isEmpty()).toList();
        });
    }

    /**
     * Applies changes to rows that are still what they were when the changes were computed.
     *
     * @throws CountersignException CONFIGURATION_DATA_REFUSED where a constraint or a record stands against it, or where the
     *     rows have changed meanwhile; the caller has to roll back
     */
    public void apply(List<TableChanges> changes, Progress progress) {
        inSession("its configuration data was changed", connection -> {
            Map<ConfigurationTable, TableChanges> byTable = byTable(changes);
            List<ConfigurationTable> tables = List.copyOf(byTable.keySet());
            Catalogue catalogue = new Catalogue(database, product);
            List<ForeignKey> references = catalogue.references(tables);
            ChangeOrder order = new ChangeOrder(tables, references, product);
            product.hold(connection, tables);
            for (Map.Entry<ConfigurationTable, TableChanges> each : byTable.entrySet()) {
                requireUnchanged(connection, each.getKey(), each.getValue());
            }
            new Records(product, tables, references).requireUntouched(connection, byTable);
            product.relax(connection, tables, references);
            Map<ConfigurationTable, Map<RowChange, List<Optional<String>>>> standing = new LinkedHashMap<>();
            for (Map.Entry<ConfigurationTable, TableChanges> each : byTable.entrySet()) {
                standing.put(
                        each.getKey(),
                        new UniqueValues(each.getKey(), catalogue.uniques(each.getKey()))
                                .release(connection, each.getValue()));
            }
            List<ChangeOrder.Step> steps = order.steps(byTable);
            try (Progress.Task task = progress.start("Changing configuration data", steps.size(), Progress.Unit.ROWS)) {
                for (ChangeOrder.Step step : steps) {
                    run(connection, step, standing.getOrDefault(step.table(), Map.of()));
                    task.advance(1);
                }
            }
            product.restore(connection, tables, references);
            for (Map.Entry<ConfigurationTable, TableChanges> each : byTable.entrySet()) {
                requireDone(connection, each.getKey(), each.getValue());
            }
            product.advanceSequences(connection, tables);
            return true;
        });
    }

    /** To be called before {@link #apply}, where nothing is open that must not be committed yet; can be repeated. */
    public void reserveNumbers(List<TableChanges> changes) {
        try {
            product.reserveNumbers(database.connection(), byTable(changes));
        } catch (SQLException e) {
            throw database.errors().during("its sequences were set", e);
        }
    }

    private Map<ConfigurationTable, TableChanges> byTable(List<TableChanges> changes) throws SQLException {
        List<ConfigurationTable> tables =
                tables(changes.stream().map(TableChanges::table).toList());
        Map<ConfigurationTable, TableChanges> byTable = new LinkedHashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            byTable.put(tables.get(i), changes.get(i));
        }
        return byTable;
    }

    private List<ConfigurationTable> tables(List<String> titles) throws SQLException {
        return new Catalogue(database, product).tables(titles);
    }

    private static TableChanges differences(Connection connection, ConfigurationTable table, ConfigurationRows wanted)
            throws SQLException {
        List<Integer> places = places(table, wanted);
        TableRows reader = new TableRows(table);
        Map<List<Optional<String>>, List<Optional<String>>> now = new LinkedHashMap<>();
        reader.read(connection).forEach(row -> now.put(reader.key(row), row));
        List<RowChange> changes = new ArrayList<>();
        Map<List<Optional<String>>, List<Optional<String>>> then = new LinkedHashMap<>();
        for (List<Optional<String>> line : wanted.rows()) {
            List<Optional<String>> row = places.stream().map(line::get).toList();
            if (then.put(reader.key(row), row) != null) {
                throw Refusals.refused(
                        "The file of " + table.title() + " has the row " + reader.shownKey(row) + " twice.",
                        "Take one of them out.");
            }
        }
        then.forEach((key, row) -> {
            Optional<List<Optional<String>>> old = Optional.ofNullable(now.get(key));
            if (!old.equals(Optional.of(row))) {
                changes.add(new RowChange(reader.shownKey(row), old, Optional.of(row)));
            }
        });
        now.forEach((key, row) -> {
            if (!then.containsKey(key)) {
                changes.add(new RowChange(reader.shownKey(row), Optional.of(row), Optional.empty()));
            }
        });
        return new TableChanges(
                table.title(),
                table.columns().stream().map(ConfigurationTable.Column::name).toList(),
                changes);
    }

    /** Where the file has the table's columns. It must have exactly these, and this key. */
    private static List<Integer> places(ConfigurationTable table, ConfigurationRows wanted) {
        List<Integer> places = new ArrayList<>();
        for (ConfigurationTable.Column column : table.columns()) {
            for (int i = 0; i < wanted.columns().size(); i++) {
                if (table.column(wanted.columns().get(i)).equals(Optional.of(column))) {
                    places.add(i);
                }
            }
        }
        boolean sameKey = wanted.key().stream()
                .map(table::column)
                .toList()
                .equals(table.key().stream().map(Optional::of).toList());
        if (places.size() != table.columns().size() || wanted.columns().size() != places.size() || !sameKey) {
            throw Refusals.refused(
                    "The file of " + table.title() + " has the columns " + String.join(", ", wanted.columns())
                            + " and the key " + String.join(", ", wanted.key()) + "; the table has the columns "
                            + names(table.columns()) + " and the key " + names(table.key()) + ".",
                    "Export from a database with the same schema.");
        }
        return places;
    }

    private static String names(List<ConfigurationTable.Column> columns) {
        return String.join(
                ", ", columns.stream().map(ConfigurationTable.Column::name).toList());
    }

    /** @param standing in place of a row's values from before, where it let go of one */
    private void run(Connection connection, ChangeOrder.Step step, Map<RowChange, List<Optional<String>>> standing)
            throws SQLException {
        TableRows rows = new TableRows(step.table());
        RowChange change = step.change();
        if (change.isInsert()) {
            rows.insert(connection, product, change.after().orElseThrow());
        } else if (change.isDelete()) {
            rows.delete(connection, change.before().orElseThrow());
        } else {
            rows.update(
                    connection,
                    standing.getOrDefault(change, change.before().orElseThrow()),
                    change.after().orElseThrow());
        }
    }

    private static void requireUnchanged(Connection connection, ConfigurationTable table, TableChanges changes)
            throws SQLException {
        require(connection, table, changes.inverse(), "was changed meanwhile, so that the change cannot be made");
    }

    /** What a trigger, a default or a cascade has made of it counts. */
    private static void requireDone(Connection connection, ConfigurationTable table, TableChanges changes)
            throws SQLException {
        require(
                connection,
                table,
                changes,
                "did not become what the file says: a trigger changes it, or it is not written as the database writes it");
    }

    private static void require(Connection connection, ConfigurationTable table, TableChanges changes, String otherwise)
            throws SQLException {
        TableRows reader = new TableRows(table);
        Map<List<Optional<String>>, List<Optional<String>>> now = new LinkedHashMap<>();
        reader.read(connection).forEach(row -> now.put(reader.key(row), row));
        for (RowChange change : changes.changes()) {
            List<Optional<String>> known = change.after().or(change::before).orElseThrow();
            if (!Optional.ofNullable(now.get(reader.key(known))).equals(change.after())) {
                throw Refusals.refused(
                        table.title() + " " + change.key() + " " + otherwise
                                + difference(table, change, Optional.ofNullable(now.get(reader.key(known)))) + ".",
                        "Look at the differences by -Dcountersign.preview=true.");
            }
        }
    }

    private static String difference(ConfigurationTable table, RowChange change, Optional<List<Optional<String>>> now) {
        if (now.isEmpty() || change.isDelete()) {
            return now.isEmpty() ? " (the row is not there)" : " (the row is there)";
        }
        RowChange left = new RowChange(change.key(), now, change.after());
        return " ("
                + String.join(", ", new TableChanges("", names(table), List.of(left)).lines())
                        .strip() + ")";
    }

    private static List<String> names(ConfigurationTable table) {
        return table.columns().stream().map(ConfigurationTable.Column::name).toList();
    }

    /** Something done between {@link Product#enter} and {@link Product#leave}. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inSession(String doing, Work<T> work) {
        Connection connection = database.connection();
        boolean alone;
        try {
            alone = connection.getAutoCommit();
        } catch (SQLException e) {
            throw database.errors().during(doing, e);
        }
        if (alone) {
            database.begin();
        }
        try {
            product.enter(connection);
            try {
                return work.on(connection);
            } finally {
                product.leave(connection);
            }
        } catch (SQLException e) {
            throw Refusals.during(database, doing, e);
        } finally {
            if (alone) {
                database.rollback();
            }
        }
    }

    /** What is said where the data is of another version than the target. */
    public static CountersignException otherVersion(String target, String found, String expected) {
        return CountersignException.problem(ProblemCode.CONFIGURATION_DATA_REFUSED)
                .found("%s is at version %s, and the configuration data is of version %s.", target, found, expected)
                .expected("a target at version %s.", expected)
                .remedy("Deploy the release of that version first, or export from a database at version %s.", found)
                .build();
    }
}
