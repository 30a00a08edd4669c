package io.countersign.environment.postgresql;

import io.countersign.database.Replacement;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.Copied;
import io.countersign.environment.DatabaseCopy;
import io.countersign.environment.TableReceipt;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Copies PostgreSQL databases without any client tools. */
public final class PostgresCopy implements DatabaseCopy {

    @Override
    public boolean suits(TargetDatabase source, TargetDatabase target) {
        return source.product().startsWith("PostgreSQL") && target.product().startsWith("PostgreSQL");
    }

    @Override
    public Snapshot snapshot(TargetDatabase source) {
        requireWhole(source);
        Connection connection = source.connection();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            source.begin();
            Sessions.forReading(connection);
            return new PostgresSnapshot(source, exported(connection));
        } catch (SQLException e) {
            source.rollback();
            throw source.errors().during("a snapshot of it was taken", e);
        }
    }

    /** The copy has all schemas, also those that a source of one schema leaves to others. */
    private static void requireWhole(TargetDatabase source) {
        source.settings().schema().ifPresent(only -> {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found("%s is the schema %s of a database.", source.name(), only)
                    .expected("a source that is a whole database: that is what is copied.")
                    .remedy("Name no schema for it in stages.yml where the database has no other; otherwise move the"
                            + " schema to a database of its own.")
                    .build();
        });
    }

    /** Empty on a replica, which may not export any. */
    private static Optional<String> exported(Connection connection) throws SQLException {
        return Rows.isTrue(connection, "SELECT pg_catalog.pg_is_in_recovery()")
                ? Optional.empty()
                : Rows.first(connection, "SELECT pg_catalog.pg_export_snapshot()", row -> row.getString(1));
    }

    @Override
    public Optional<Replacement> twin(TargetDatabase source, TargetDatabase target, Progress progress) {
        return target.twin(source, progress);
    }

    /** The server copied the files as they are; what there is to tell are the rows. */
    @Override
    public Copied adopt(TargetDatabase twin) {
        Connection connection = twin.connection();
        try {
            Rows.execute(connection, "DROP SCHEMA IF EXISTS countersign CASCADE");
            List<TableReceipt> counted = counted(twin, SourceTable.all(connection));
            return new Copied(counted, List.of());
        } catch (SQLException e) {
            throw twin.errors().during("what is not copied was removed", e);
        }
    }

    /** By several connections: to count is nearly all that is left to do behind a copy that the server made. */
    private static List<TableReceipt> counted(TargetDatabase twin, List<SourceTable> tables) {
        Queue<TableReceipt> counted = new ConcurrentLinkedQueue<>();
        try (Workers workers =
                new Workers(() -> new Workers.Worker(Side.lent(twin), Side.own(twin, Sessions::forCounting)))) {
            workers.run(tables.stream()
                    .<Workers.Work>map(table -> worker -> counted.add(counted(worker.target(), table)))
                    .toList());
        }
        return counted.stream()
                .sorted(Comparator.comparing(TableReceipt::table))
                .toList();
    }

    private static TableReceipt counted(Side twin, SourceTable table) {
        long rows = twin.ask(
                "the rows of " + table.name() + " were counted",
                connection -> Rows.first(connection, "SELECT count(*) FROM ONLY " + table.name(), row -> row.getLong(1))
                        .orElse(0L));
        return new TableReceipt(table.name(), rows, table.bytes(), Optional.empty(), Optional.empty());
    }
}
