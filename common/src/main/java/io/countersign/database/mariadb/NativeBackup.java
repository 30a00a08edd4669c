package io.countersign.database.mariadb;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.backup.FileBackup;
import io.countersign.database.backup.ToolRun;
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
 * A dump by mariadb-dump or mysqldump. The server cannot take DDL back, so a restore that was killed leaves the schema
 * half-filled; it is repeated until it has gone through, for it begins by dropping everything but the ledger.
 */
final class NativeBackup extends FileBackup {

    NativeBackup(Path directory) {
        super(directory, ".sql.gz");
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    protected Optional<Problem> toolObstacle(TargetDatabase database) {
        if (MariaDbTools.find().isEmpty()) {
            return Optional.of(CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                    .found("This machine has no mariadb-dump and mariadb (or mysqldump and mysql).")
                    .expected("Both on the PATH, or in the directory that %s names.", MariaDbTools.VARIABLE)
                    .remedy("Install the database's client tools, or choose the backup method external.")
                    .value());
        }
        try {
            List<String> out = Definers.outOfReach(database.connection());
            if (!out.isEmpty()) {
                return Optional.of(unrestorable(database, out));
            }
            List<String> losses = DumpLosses.of(database.connection());
            return losses.isEmpty() ? Optional.empty() : Optional.of(inexact(database, losses));
        } catch (SQLException e) {
            throw database.errors().during("it was asked whether a dump of it could be restored", e);
        }
    }

    private static Problem unrestorable(TargetDatabase database, List<String> out) {
        return CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found(
                        "%s",
                        "A backup of " + database.name() + " could not be restored: its account may not give "
                                + String.join(", ", out) + " to their definers again.")
                .expected("the privilege SET USER on *.* (MySQL: SET_USER_ID, from 8.2 on SET_ANY_DEFINER), or SUPER.")
                .remedy(
                        "Grant it, make these objects anew by the account itself, or choose the backup method external.")
                .value();
    }

    private static Problem inexact(TargetDatabase database, List<String> losses) {
        return CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found(
                        "%s",
                        "A backup of " + database.name() + " would not bring back what it holds: a dump has not "
                                + String.join("; ", losses) + ".")
                .expected("tables without system versioning, and FLOAT values of six digits at most.")
                .remedy(
                        "Choose the backup method external, by a tool that copies the server's files (mariadb-backup, a snapshot of"
                                + " the disk). FLOAT columns can become DOUBLE by a changeset.")
                .value();
    }

    private static MariaDbTools tools() throws IOException {
        return MariaDbTools.find().orElseThrow(() -> new IOException("the client tools are gone"));
    }

    @Override
    protected void dump(TargetDatabase database, OutputStream out) throws IOException {
        MariaDbTools tools = tools();
        List<String> command = new ArrayList<>();
        command.add(tools.dump().toString());
        command.addAll(MariaDbTools.connection(database.settings()));
        command.addAll(List.of(
                "--single-transaction",
                "--quick",
                "--routines",
                "--triggers",
                "--events",
                "--hex-blob",
                "--no-tablespaces",
                "--skip-dump-date",
                "--ignore-table=" + database.schema() + "." + MariaDbTarget.LEDGER));
        if (tools.ofMysql()) {
            command.add("--set-gtid-purged=OFF");
        }
        command.add(database.schema());
        require(new ToolRun(command, MariaDbTools.environment(database.settings()), database.errors())
                .run(ToolRun.Feed.NOTHING, output -> output.transferTo(out)));
    }

    private static void require(ToolRun.Outcome outcome) throws IOException {
        if (!outcome.successful()) {
            throw new IOException(outcome.complaint());
        }
    }

    @Override
    protected void load(TargetDatabase database, InputStream dump) throws IOException {
        try {
            new Emptying(database.connection()).run();
        } catch (SQLException e) {
            throw database.errors().during("it was emptied for a restore", e);
        }
        fill(database.settings(), database.schema(), database, dump);
    }

    private static void fill(ConnectionSettings settings, String schema, TargetDatabase database, InputStream dump)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(tools().client().toString());
        command.addAll(MariaDbTools.connection(settings));
        command.add("--batch");
        command.add(schema);
        require(new ToolRun(command, MariaDbTools.environment(settings), database.errors())
                .run(
                        input -> {
                            input.write(("DO GET_LOCK('" + NamedLock.toolName(database.schema()) + "', 60);\n")
                                    .getBytes(StandardCharsets.UTF_8));
                            dump.transferTo(input);
                        },
                        output -> output.transferTo(OutputStream.nullOutputStream())));
    }

    @Override
    protected void inScratch(TargetDatabase database, InputStream dump, Consumer<TargetDatabase> look)
            throws IOException {
        String scratch = BesideSchemas.trial(database.schema());
        Connection connection = database.connection();
        try {
            String options = Rows.first(
                            connection,
                            "SELECT CONCAT(' CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME)"
                                    + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()",
                            row -> row.getString(1))
                    .orElse("");
            Rows.execute(connection, "DROP DATABASE IF EXISTS " + scratch);
            try {
                Rows.execute(connection, "CREATE DATABASE " + scratch + options);
                ConnectionSettings settings = inSchema(database.settings(), scratch);
                fill(settings, scratch, database, dump);
                try (TargetDatabase opened = TargetDatabases.connect(settings)) {
                    look.accept(opened);
                }
            } finally {
                Rows.execute(connection, "DROP DATABASE IF EXISTS " + scratch);
            }
        } catch (SQLException e) {
            throw database.errors().during("a scratch database was used", e);
        }
    }

    private static ConnectionSettings inSchema(ConnectionSettings settings, String schema) {
        return new ConnectionSettings(
                settings.name(),
                settings.url(),
                settings.user(),
                settings.password(),
                Optional.of(schema),
                settings.timeout());
    }

    @Override
    protected String stateAfterFailure(TargetDatabase database) {
        return database.name() + " is half-restored and must not be used until a restore has succeeded.";
    }
}
