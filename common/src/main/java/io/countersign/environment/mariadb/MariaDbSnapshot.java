package io.countersign.environment.mariadb;

import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.database.mariadb.BesideSchemas;
import io.countersign.database.mariadb.BinaryTypes;
import io.countersign.database.mariadb.Definitions;
import io.countersign.database.mariadb.Definitions.Definition;
import io.countersign.database.mariadb.OwnSchema;
import io.countersign.database.mariadb.ServerIdentity;
import io.countersign.environment.Copied;
import io.countersign.environment.DatabaseCopy;
import io.countersign.environment.RowsElsewhere;
import io.countersign.environment.TableReceipt;
import io.countersign.environment.Treatment;
import io.countersign.environment.rows.Carrier;
import io.countersign.environment.rows.References;
import io.countersign.environment.rows.RowCopy;
import io.countersign.environment.rows.RowTable;
import io.countersign.environment.rows.RowTable.RowColumn;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** One transaction with a consistent view of all InnoDB tables. */
final class MariaDbSnapshot implements DatabaseCopy.Snapshot {
    private static final Set<String> WITH_BODY = Set.of("FUNCTION", "PROCEDURE", "TRIGGER");
    private static final String LEDGER = "countersign_ledger";
    /** Which lead to tables, on this server or elsewhere. */
    private static final Set<String> LEADING_ENGINES =
            Set.of("federated", "connect", "spider", "mrg_myisam", "merge", "oqgraph", "sphinx", "cassandra");

    private static final String TABLES = """
            SELECT TABLE_NAME, COALESCE(TABLE_ROWS, 0), TABLE_TYPE, COALESCE(ENGINE, '') FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW' AND TABLE_NAME <> 'countersign_ledger' ORDER BY TABLE_NAME
            """;
    private static final String COLUMNS = """
            SELECT COLUMN_NAME, LOWER(DATA_TYPE) FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COALESCE(GENERATION_EXPRESSION, '') = '' ORDER BY ORDINAL_POSITION
            """;

    private final TargetDatabase source;
    private final SchemaInventory inventory;
    private final List<Table> tables;
    private final List<Definition> definitions;
    private final List<Definition> events;
    private final OwnSchema own;

    private record Table(String name, long rows, String type, String engine, String create) {
        boolean isSequence() {
            return type.equals("SEQUENCE");
        }
    }

    MariaDbSnapshot(TargetDatabase source) throws SQLException {
        this.source = source;
        Connection connection = source.connection();
        this.inventory = new SchemaInventory(source.inventory().objects().stream()
                .filter(object -> !object.kind().equals("event"))
                .toList());
        MariaDbCopy.spelling(connection);
        this.own = OwnSchema.of(connection);
        List<Table> found = new ArrayList<>();
        for (Table bare : Rows.list(
                connection,
                TABLES,
                row -> new Table(row.getString(1), row.getLong(2), row.getString(3), row.getString(4), ""))) {
            String kind = bare.isSequence() ? "SEQUENCE " : "TABLE ";
            String create = Rows.first(connection, "SHOW CREATE " + kind + quoted(bare.name()), row -> row.getString(2))
                    .orElseThrow();
            // defaults that draw from a sequence qualify it
            found.add(new Table(bare.name(), bare.rows(), bare.type(), bare.engine(), own.without(create, "")));
        }
        requireOwnRows(found);
        // which a default may draw from
        this.tables = Stream.concat(
                        found.stream().filter(Table::isSequence), found.stream().filter(table -> !table.isSequence()))
                .toList();
        this.definitions = Stream.concat(
                        Definitions.defaults(connection).stream(), Definitions.read(connection).stream())
                .toList();
        this.events = Definitions.events(connection);
    }

    private void requireOwnRows(List<Table> found) {
        try {
            RowsElsewhere.refuse(
                    source,
                    found.stream()
                            .filter(table ->
                                    LEADING_ENGINES.contains(table.engine().toLowerCase(Locale.ROOT)))
                            .map(table -> table.name() + " (" + table.engine() + ")")
                            .toList());
        } catch (CountersignException e) {
            source.rollback();
            throw e;
        }
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public SchemaInventory inventory() {
        return inventory;
    }

    @Override
    public Copied into(TargetDatabase empty, Treatment treatment, Progress progress) {
        requireApart(empty, treatment);
        progress.info("Making " + tables.size() + " tables");
        run(empty, "its tables were made", connection -> {
            MariaDbCopy.spelling(connection);
            Rows.execute(connection, "SET SESSION foreign_key_checks = 0");
            for (Table table : tables) {
                if (!table.name().equals(LEDGER)) {
                    Rows.execute(connection, table.create());
                }
            }
        });
        List<RowTable> rowTables = new ArrayList<>();
        for (Table table : tables) {
            if (table.isSequence()) {
                position(empty, table.name());
            } else {
                rowTables.add(rowTable(table));
            }
        }
        List<TableReceipt> receipts = new ArrayList<>(new RowCopy(source, empty, treatment, progress).run(rowTables));
        progress.info("Checking foreign keys");
        References.requireWhole(empty, rowTables);
        progress.info("Making " + definitions.size() + " routines, views, triggers and defaults");
        List<Definition> taken = new ArrayList<>();
        run(empty, "its routines, views and triggers were made", connection -> {
            taken.addAll(Definitions.make(connection, definitions, Definitions.OfNobody.TAKEN));
            Rows.execute(connection, "SET SESSION foreign_key_checks = 1");
            Rows.execute(connection, "SET SESSION sql_mode = DEFAULT");
            Rows.execute(connection, "SET SESSION time_zone = DEFAULT");
        });
        receipts.sort(Comparator.comparing(TableReceipt::table));
        return new Copied(receipts, leftOut(taken));
    }

    /**
     * What names its schema in its text would work on the source from within the copy: on one server always, and where a copy
     * must not know the source's values, it must not have a way to them anywhere. On another server, where the copy gets the
     * name of the source, the text means the copy.
     */
    private void requireApart(TargetDatabase empty, Treatment treatment) {
        boolean together = server(source).equals(server(empty));
        boolean namesake = BesideSchemas.incoming(source.schema()).equals(empty.schema());
        if (!together && (treatment.masking().isEmpty() || namesake)) {
            return;
        }
        List<String> naming = definitions.stream()
                .filter(definition -> WITH_BODY.contains(definition.kind())
                        && own.isNamedIn(definition.withoutDefiner(), definition.mode()))
                .map(Definition::toString)
                .toList();
        if (!naming.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "In %s the schema %s is named by what is in it: %s. In a copy the name would lead back to %s.",
                            source.name(), own.name(), String.join(", ", naming), source.name())
                    .expected("routines and triggers whose copies work on the copy.")
                    .remedy("Write them without the schema's name, by a release for %s, and copy then.", source.name())
                    .build();
        }
    }

    private static ServerIdentity server(TargetDatabase database) {
        try {
            return ServerIdentity.of(database.connection());
        } catch (SQLException e) {
            throw database.errors().during("its server was asked for its name", e);
        }
    }

    private List<String> leftOut(List<Definition> taken) {
        List<String> left = new ArrayList<>();
        taken.forEach(definition -> left.add("the definer of " + definition + ", "
                + definition.definer().orElse("") + ": it works in the name of the account that copied it"));
        events.forEach(event -> left.add("event " + event.name() + ": it would run by itself"));
        for (Table table : tables) {
            if (table.type().equals("SYSTEM VERSIONED")) {
                left.add("former versions of the rows of " + table.name());
            }
            if (!table.isSequence() && !table.engine().equalsIgnoreCase("InnoDB")) {
                left.add("the one moment in time for " + table.name() + ": its engine " + table.engine()
                        + " has no snapshots");
            }
        }
        return left;
    }

    private void position(TargetDatabase empty, String sequence) {
        try {
            long next = Rows.first(
                            source.connection(),
                            "SELECT next_not_cached_value FROM " + quoted(sequence),
                            row -> row.getLong(1))
                    .orElseThrow();
            run(
                    empty,
                    "a sequence was set",
                    connection -> Rows.first(
                            connection, "SELECT SETVAL(" + quoted(sequence) + ", " + next + ", 0)", row -> true));
        } catch (SQLException e) {
            throw source.errors().during("a sequence was read", e);
        }
    }

    private RowTable rowTable(Table table) {
        try {
            List<RowColumn> columns = Rows.list(
                    source.connection(), COLUMNS, row -> column(row.getString(1), row.getString(2)), table.name());
            return new RowTable(
                    table.name(), source.schema(), table.name(), quoted(table.name()), columns, "", table.rows());
        } catch (SQLException e) {
            throw source.errors().during("the columns of " + table.name() + " were read", e);
        }
    }

    /** A FLOAT is written with six digits unless it is made a DOUBLE first. */
    private static RowColumn column(String name, String type) {
        String reading = type.equals("float") ? "(" + quoted(name) + " + 0e0)" : quoted(name);
        Carrier carrier = BinaryTypes.contains(type) ? Carrier.BYTES : Carrier.TEXT;
        return new RowColumn(name, quoted(name), reading, "?", carrier);
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static void run(TargetDatabase database, String doing, Work work) {
        try {
            work.on(database.connection());
        } catch (SQLException e) {
            throw database.errors().during(doing, e);
        }
    }

    @Override
    public void close() {
        source.rollback();
    }
}
