package io.countersign.environment.h2;

import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.Copied;
import io.countersign.environment.DatabaseCopy;
import io.countersign.environment.TableReceipt;
import io.countersign.environment.Treatment;
import io.countersign.environment.rows.Carrier;
import io.countersign.environment.rows.RowCopy;
import io.countersign.environment.rows.RowTable;
import io.countersign.environment.rows.RowTable.RowColumn;
import io.countersign.progress.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One transaction that sees one state of all tables. */
final class H2Snapshot implements DatabaseCopy.Snapshot {
    /** What would act upon rows while they arrive. */
    private static final Pattern BEHIND_DATA =
            Pattern.compile("(?s)CREATE (FORCE )?TRIGGER .*|ALTER TABLE .* FOREIGN KEY.*|GRANT .*");

    private static final Pattern GRANTEE = Pattern.compile("(?s)GRANT .* TO (\"(?:[^\"]|\"\")*\");?\\s*");
    private static final String TABLES = """
            SELECT TABLE_SCHEMA, TABLE_NAME, COALESCE(ROW_COUNT_ESTIMATE, 0) FROM INFORMATION_SCHEMA.TABLES
             WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ('INFORMATION_SCHEMA', 'COUNTERSIGN') ORDER BY 1, 2
            """;
    private static final String COLUMNS = """
            SELECT COLUMN_NAME, DATA_TYPE FROM INFORMATION_SCHEMA.COLUMNS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND IS_GENERATED = 'NEVER' ORDER BY ORDINAL_POSITION
            """;

    private final TargetDatabase source;
    private final List<String> statements;
    private final SchemaInventory inventory;
    private final List<RowTable> tables;

    H2Snapshot(TargetDatabase source, List<String> statements) throws SQLException {
        this.source = source;
        this.statements = List.copyOf(statements);
        this.inventory = source.inventory();
        List<RowTable> found = new ArrayList<>();
        for (Place place : Rows.list(
                source.connection(), TABLES, row -> new Place(row.getString(1), row.getString(2), row.getLong(3)))) {
            found.add(new RowTable(
                    place.schema() + "." + place.name(),
                    place.schema(),
                    place.name(),
                    Identifiers.quoted(place.schema()) + "." + Identifiers.quoted(place.name()),
                    Rows.list(
                            source.connection(),
                            COLUMNS,
                            row -> column(row.getString(1), row.getString(2)),
                            place.schema(),
                            place.name()),
                    " OVERRIDING SYSTEM VALUE",
                    place.rows()));
        }
        this.tables = List.copyOf(found);
    }

    private record Place(String schema, String name, long rows) {}

    private static RowColumn column(String name, String type) {
        String quoted = Identifiers.quoted(name);
        if (type.startsWith("BINARY")) {
            return new RowColumn(name, quoted, quoted, "?", Carrier.BYTES);
        }
        if (type.equals("JSON")) {
            return new RowColumn(name, quoted, quoted, "? FORMAT JSON", Carrier.TEXT);
        }
        boolean text = type.startsWith("CHARACTER") || type.equals("GEOMETRY") || type.equals("ENUM");
        return new RowColumn(name, quoted, quoted, "?", text ? Carrier.TEXT : Carrier.OBJECT);
    }

    @Override
    public SchemaInventory inventory() {
        return inventory;
    }

    @Override
    public Copied into(TargetDatabase empty, Treatment treatment, Progress progress) {
        progress.info("Making " + tables.size() + " tables and what they need");
        make(
                empty,
                statements.stream()
                        .filter(sql -> !BEHIND_DATA.matcher(sql).matches())
                        .toList());
        List<TableReceipt> receipts = new ArrayList<>(new RowCopy(source, empty, treatment, progress).run(tables));
        progress.info("Making foreign keys, triggers and privileges");
        List<String> behind = statements.stream()
                .filter(sql -> BEHIND_DATA.matcher(sql).matches())
                .toList();
        List<String> leftOut = grantees(empty, behind);
        make(empty, behind);
        receipts.sort(Comparator.comparing(TableReceipt::table));
        return new Copied(receipts, leftOut);
    }

    private static void make(TargetDatabase database, List<String> sql) {
        try {
            for (String statement : sql) {
                Rows.execute(database.connection(), statement);
            }
        } catch (SQLException e) {
            throw database.errors().during("its schema was made", e);
        }
    }

    /** Users belong to a database: those whom only the source knows are made with passwords that nobody knows. */
    private static List<String> grantees(TargetDatabase database, List<String> grants) {
        List<String> made = new ArrayList<>();
        for (String sql : grants) {
            Matcher grant = GRANTEE.matcher(sql);
            if (grant.matches()) {
                String user = grant.group(1);
                boolean role = user.equals("\"PUBLIC\"");
                if (!role
                        && !exists(
                                database, user.substring(1, user.length() - 1).replace("\"\"", "\""))) {
                    make(
                            database,
                            List.of("CREATE USER " + user + " PASSWORD "
                                    + Identifiers.literal(UUID.randomUUID().toString())));
                    made.add("the password of the user " + user + ", whom the target did not know");
                }
            }
        }
        return made;
    }

    private static boolean exists(TargetDatabase database, String user) {
        try {
            return Rows.isTrue(
                    database.connection(),
                    "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = ?)"
                            + " OR EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.ROLES WHERE ROLE_NAME = ?)",
                    user,
                    user);
        } catch (SQLException e) {
            throw database.errors().during("its users were listed", e);
        }
    }

    @Override
    public void close() {
        source.rollback();
    }
}
