package io.countersign.database.postgresql;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the sessions of databases while these are being renamed. A renaming lets nobody new in and waits a few seconds for
 * those who are inside to leave; meanwhile this asks them to, again and again, on a connection of its own.
 */
final class Eviction implements AutoCloseable {
    private static final String TERMINATE = """
            SELECT count(pg_terminate_backend(pid)), pg_sleep(0.05)
              FROM pg_stat_activity WHERE datname = ANY (?) AND pid <> pg_backend_pid()
            """;

    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "countersign-eviction");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<Void> work;

    private Eviction(TargetDatabase target, List<String> databases) {
        Connection connection = Maintenance.open(target, "countersign");
        this.work = CompletableFuture.runAsync(() -> run(target, connection, databases), executor);
    }

    static Eviction of(TargetDatabase target, List<String> databases) {
        return new Eviction(target, databases);
    }

    private void run(TargetDatabase target, Connection connection, List<String> databases) {
        try (connection) {
            Array names = connection.createArrayOf("text", databases.toArray());
            while (wanted.get()) {
                Rows.first(connection, TERMINATE, row -> true, names);
            }
        } catch (SQLException e) {
            throw target.errors().during("its sessions were ended", e);
        }
    }

    /** Nobody has to leave any more. */
    void end() {
        wanted.set(false);
    }

    /** A privilege that was missing shows in the renaming, which then says who is still there. */
    @Override
    public void close() {
        end();
        work.exceptionally(error -> null).join();
        executor.shutdown();
    }
}
