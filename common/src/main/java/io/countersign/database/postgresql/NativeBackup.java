package io.countersign.database.postgresql;

import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.backup.FileBackup;
import io.countersign.database.backup.ToolRun;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Resource;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A dump by pg_dump. It comes back in one transaction that first drops everything but the ledger, so a restore that is
 * killed half-way has done nothing: the transaction's end is the last thing psql is told.
 */
final class NativeBackup extends FileBackup {
    private static final String DROP_EVERYTHING =
            Resource.text("/io/countersign/database/postgresql/drop-everything.sql");

    /** Rough, and on the safe side: indexes and TOAST tables are locked beside their tables, before and after. */
    private static final String LOCKS = """
            SELECT 2 * (SELECT count(*) FROM pg_catalog.pg_class WHERE oid >= 16384)
                   > current_setting('max_locks_per_transaction')::bigint
                     * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint)
            """;

    private final PostgresTarget origin;

    NativeBackup(Path directory, PostgresTarget origin) {
        super(directory, ".sql.gz");
        this.origin = origin;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    protected Optional<Problem> toolObstacle(TargetDatabase database) {
        try {
            int serverMajor = database.connection().getMetaData().getDatabaseMajorVersion();
            if (PostgresTools.find(serverMajor, database.errors()).isEmpty()) {
                return impossible(
                        "This machine has no pg_dump and psql for " + database.product() + ".",
                        "Both of version " + serverMajor + " or newer, on the PATH or under /usr/lib/postgresql.",
                        "Install PostgreSQL's client tools, or choose the backup method template or external.");
            }
            if (Rows.isTrue(
                    database.connection(), "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_largeobject_metadata)")) {
                return impossible(
                        database.name() + " has large objects, which pg_dump cannot bring back in one transaction.",
                        "A database without large objects (bytea columns are none).",
                        "Choose the backup method template or external.");
            }
            if (Rows.isTrue(database.connection(), LOCKS)) {
                return impossible(
                        database.name() + " has more objects than the server can lock in one transaction.",
                        "A server whose max_locks_per_transaction is large enough.",
                        "Raise max_locks_per_transaction, or choose the backup method template or external.");
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw database.errors().during("it was prepared for a backup", e);
        }
    }

    private static Optional<Problem> impossible(String found, String expected, String remedy) {
        return Optional.of(CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found("%s", found)
                .expected("%s", expected)
                .remedy("%s", remedy)
                .value());
    }

    private static PostgresTools tools(TargetDatabase database) throws IOException {
        try {
            return PostgresTools.find(database.connection().getMetaData().getDatabaseMajorVersion(), database.errors())
                    .orElseThrow(() -> new IOException("there are no pg_dump and psql for " + database.product()));
        } catch (SQLException e) {
            throw database.errors().during("its version was read", e);
        }
    }

    @Override
    protected void dump(TargetDatabase database, OutputStream out) throws IOException {
        PostgresTools tools = tools(database);
        List<String> command = new ArrayList<>(
                List.of(tools.command("pg_dump"), "--no-password", "--format=plain", "--encoding=UTF8"));
        if (origin.onlySchema().isPresent()) {
            command.add("--schema=" + Identifiers.quoted(origin.onlySchema().get()));
        } else {
            command.add("--exclude-schema=" + PostgresTarget.OWN_SCHEMA);
        }
        ToolRun.Outcome outcome = new ToolRun(
                        command, PostgresTools.environment(database.settings(), origin.database()), database.errors())
                .run(ToolRun.Feed.NOTHING, output -> output.transferTo(out));
        if (!outcome.successful()) {
            throw new IOException(outcome.complaint());
        }
    }

    @Override
    protected void load(TargetDatabase database, InputStream dump) throws IOException {
        String schema = origin.onlySchema().map(Identifiers::literal).orElse("NULL");
        load(database, origin.database(), DROP_EVERYTHING.replace("{schema}", schema), dump);
    }

    /**
     * A transaction whose COMMIT is part of the input: where the input breaks off, nothing is committed. Until psql has
     * noticed that, its advisory lock keeps the next operation out.
     */
    private void load(TargetDatabase database, String name, String before, InputStream dump) throws IOException {
        String prologue = """
                SET client_min_messages = warning;
                SET lock_timeout = '60s';
                SET default_transaction_read_only = off;
                SELECT pg_catalog.pg_advisory_lock(%d);
                BEGIN;
                """.formatted(origin.keys().tool());
        List<String> command = List.of(
                tools(database).command("psql"),
                "--no-psqlrc",
                "--quiet",
                "--no-password",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
                "--file=-");
        ToolRun.Outcome outcome = new ToolRun(
                        command, PostgresTools.environment(database.settings(), name), database.errors())
                .run(
                        input -> {
                            write(input, prologue);
                            write(input, before);
                            dump.transferTo(input);
                            write(input, "\nCOMMIT;\n");
                        },
                        output -> output.transferTo(OutputStream.nullOutputStream()));
        if (!outcome.successful()) {
            throw new IOException(outcome.complaint());
        }
    }

    private static void write(OutputStream out, String sql) throws IOException {
        out.write(sql.getBytes(StandardCharsets.UTF_8));
    }

    /** Each schema that is a target of its own has another one: their locks are not the same. */
    static String scratch(String database, Optional<String> schema) {
        return ServerDatabases.fitting(
                database + "_cs_trial" + schema.map(name -> "_" + name).orElse(""));
    }

    @Override
    protected void inScratch(TargetDatabase database, InputStream dump, Consumer<TargetDatabase> look)
            throws IOException {
        String scratchName = scratch(origin.database(), origin.onlySchema());
        try (Connection maintenance = Maintenance.open(database, "countersign")) {
            ServerDatabases server = new ServerDatabases(maintenance, database.errors());
            server.drop(scratchName);
            try {
                server.createEmpty(scratchName, origin.database());
                load(database, scratchName, "", dump);
                try (TargetDatabase opened = TargetDatabases.connect(Maintenance.settingsFor(database, scratchName))) {
                    look.accept(opened);
                }
            } finally {
                server.drop(scratchName);
            }
        } catch (SQLException e) {
            throw database.errors().during("a scratch database was used", e);
        }
    }

    @Override
    protected String stateAfterFailure(TargetDatabase database) {
        return database.name() + " is as it was before the restore, unless the fingerprint is what failed.";
    }
}
