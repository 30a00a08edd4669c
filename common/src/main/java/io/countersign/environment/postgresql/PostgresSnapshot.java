package io.countersign.environment.postgresql;

import io.countersign.database.SchemaInventory;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.Copied;
import io.countersign.environment.DatabaseCopy;
import io.countersign.environment.TableReceipt;
import io.countersign.environment.Treatment;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot that the source's working connection exports, so that further connections see the same state; a replica exports
 * none, and there this connection alone reads. Its tables are locked against changes of their form and not of their rows.
 */
final class PostgresSnapshot implements DatabaseCopy.Snapshot {
    private static final int LOCKED_AT_ONCE = 100;
    private static final String RELATIONS = """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'
               AND has_table_privilege(c.oid, 'SELECT')
            """;
    private static final String HAS_PUBLIC =
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'public')";
    /** Partitions come with what they are part of; where a foreign table is a part and must not be read, without it. */
    private static final String ANALYSES = """
            WITH RECURSIVE beyond (oid) AS (
                SELECT c.oid FROM pg_class c WHERE c.relkind = 'f' AND ?
                UNION SELECT i.inhparent FROM beyond b JOIN pg_inherits i ON i.inhrelid = b.oid)
            SELECT format('ANALYZE %I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'
               AND c.oid NOT IN (SELECT oid FROM beyond)
               AND (NOT c.relispartition
                    OR EXISTS (SELECT 1 FROM pg_inherits i JOIN beyond b ON b.oid = i.inhparent WHERE i.inhrelid = c.oid))
             ORDER BY pg_relation_size(c.oid) DESC
            """;

    private final TargetDatabase source;
    private final Side holder;
    private final Optional<String> id;
    private final SchemaInventory inventory;
    private final SourceSchema schema;
    private final List<SourceTable> tables;

    /** @param id by which others share the snapshot; empty where they cannot */
    PostgresSnapshot(TargetDatabase source, Optional<String> id) throws SQLException {
        this.source = source;
        this.holder = Side.lent(source);
        this.id = id;
        Connection connection = source.connection();
        List<String> relations = Rows.list(connection, RELATIONS, row -> row.getString(1));
        for (int from = 0; from < relations.size(); from += LOCKED_AT_ONCE) {
            Rows.execute(
                    connection,
                    "LOCK TABLE ONLY "
                            + String.join(
                                    ", ONLY ",
                                    relations.subList(from, Math.min(relations.size(), from + LOCKED_AT_ONCE)))
                            + " IN ACCESS SHARE MODE");
        }
        this.inventory = new SchemaInventory(source.inventory().objects().stream()
                .filter(object -> !object.kind().equals("publication"))
                .toList());
        Sessions.forReading(connection);
        this.schema = SourceSchema.read(connection);
        this.tables = SourceTable.all(connection);
        requireCopyable();
    }

    private void requireCopyable() {
        if (!schema.beyond().isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "%s has what Countersign cannot make anew: %s.",
                            source.name(), String.join(", ", schema.beyond()))
                    .expected("a schema of which there can be an equal copy.")
                    .remedy("Drop or mend it, or let an extension own it.")
                    .build();
        }
    }

    @Override
    public SchemaInventory inventory() {
        return inventory;
    }

    @Override
    public Copied into(TargetDatabase empty, Treatment treatment, Progress progress) {
        try (Side target = Side.own(empty, Sessions::forBuilding);
                Workers workers =
                        new Workers(() -> new Workers.Worker(reading(), Side.own(empty, Sessions::forSharing)))) {
            Roles roles = holder.ask("its roles were read", from -> Roles.between(from, target.connection()));
            List<SchemaStatement> all = new ArrayList<>(schema.others());
            all.addAll(schema.early());
            roles.requireAll(all, empty);
            SchemaBuilder builder = new SchemaBuilder(
                    schema,
                    tables,
                    roles,
                    target.ask(
                            "its user was read",
                            to -> Rows.first(to, "SELECT current_user", row -> row.getString(1))
                                    .orElseThrow()),
                    treatment.masking().isPresent());

            progress.info("Making " + tables.size() + " tables and what they need");
            boolean withoutPublic = !holder.ask("its schemas were read", from -> Rows.isTrue(from, HAS_PUBLIC));
            builder.beforeData(target, withoutPublic);
            RowTransfer transfer = new RowTransfer(limited(treatment), treatment, progress);
            id.ifPresentOrElse(shared -> transfer.copy(workers::run), () -> {
                progress.info(source.name() + " is a replica, which shares no snapshot: one connection reads");
                transfer.copy(workers::runByOne);
            });
            List<TableReceipt> receipts = new ArrayList<>();
            List<String> leftOut = new ArrayList<>(schema.leftOut());
            LargeObjects largeObjects = new LargeObjects(progress);
            if (treatment.masking().isEmpty()) {
                largeObjects.copy(holder, target).ifPresent(receipts::add);
            } else if (largeObjects.make(holder, target) > 0) {
                leftOut.add("the content of large objects: it cannot be masked");
            }
            progress.info("Making keys and indexes, reading the copy back to compare it");
            receipts.addAll(transfer.compare(works -> builder.keys(target, workers, works)));
            progress.info("Making and proving foreign keys, gathering statistics");
            builder.references(target, workers, analyses(target, treatment));
            new Sequences(holder, target).carryOver();
            progress.info("Filling materialized views");
            MaterializedViews views = filled(treatment);
            views.fillIn(target);
            leftOut.addAll(views.leftOut());
            progress.info("Making triggers, policies and privileges");
            builder.finish(target);

            leftOut.addAll(roles.leftOut());
            receipts.sort(Comparator.comparing(TableReceipt::table));
            return new Copied(receipts, leftOut);
        }
    }

    private List<SourceTable> limited(Treatment treatment) {
        return holder.askDiscreetly("rows were chosen", from -> Subset.of(from, tables, treatment.limits()));
    }

    private MaterializedViews filled(Treatment treatment) {
        MaterializedViews all = MaterializedViews.of(holder, schema);
        return treatment.masking().isEmpty() ? all : all.withoutForeignRows(holder);
    }

    private static List<Workers.Work> analyses(Side target, Treatment treatment) {
        boolean masked = treatment.masking().isPresent();
        return target
                .ask("its tables were listed", to -> Rows.list(to, ANALYSES, row -> row.getString(1), masked))
                .stream()
                .<Workers.Work>map(
                        statement -> worker -> SchemaBuilder.execute(worker.target(), "statistics", statement))
                .toList();
    }

    private Side reading() {
        return id.map(this::reading).orElse(holder);
    }

    private Side reading(String shared) {
        Side side = Side.own(source);
        return side.ask("the snapshot was shared", connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Rows.execute(connection, "SET TRANSACTION SNAPSHOT '" + shared + "'");
            Sessions.forReading(connection);
            return side;
        });
    }

    @Override
    public void close() {
        source.rollback();
    }
}
