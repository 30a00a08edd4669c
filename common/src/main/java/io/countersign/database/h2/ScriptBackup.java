package io.countersign.database.h2;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.backup.BackupFile;
import io.countersign.database.backup.FileBackup;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.Problem;
import io.countersign.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.h2.tools.RunScript;

/**
 * A backup by H2's own SCRIPT, in this process. H2 cannot take DDL back, so a restore that was killed leaves the database
 * half-filled; it is repeated until it has gone through, for it begins by dropping everything but the ledger. Users are
 * no part of it: their password hashes have no place in a backup.
 */
final class ScriptBackup extends FileBackup {
    private final H2Target origin;

    ScriptBackup(Path directory, H2Target origin) {
        super(directory, ".h2.sql.gz");
        this.origin = origin;
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    protected Optional<Problem> toolObstacle(TargetDatabase database) {
        return Optional.empty();
    }

    @Override
    protected void dump(TargetDatabase database, OutputStream out) throws IOException {
        String schemas = origin.schemas().stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (Statement statement = database.connection().createStatement();
                ResultSet script = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS SCHEMA " + schemas)) {
            while (script.next()) {
                String sql = script.getString(1);
                if (!sql.startsWith("CREATE USER")) {
                    writer.write(sql);
                    writer.write('\n');
                }
            }
            for (String synonym : origin.synonyms()) {
                writer.write(synonym);
            }
            writer.flush();
        } catch (SQLException e) {
            throw database.errors().during("it was backed up", e);
        }
    }

    @Override
    protected void load(TargetDatabase database, InputStream dump) throws IOException {
        try {
            new Emptying(database.connection(), origin.schemas()).run();
            fill(database, dump);
        } catch (SQLException e) {
            throw database.errors().during("it was restored", e);
        }
    }

    private static void fill(TargetDatabase database, InputStream dump) throws SQLException {
        RunScript.execute(
                database.connection(), new BufferedReader(new InputStreamReader(dump, StandardCharsets.UTF_8)));
    }

    @Override
    protected void inScratch(TargetDatabase database, InputStream dump, Consumer<TargetDatabase> look)
            throws IOException {
        Path scratchDirectory = scratch(database);
        delete(scratchDirectory);
        BackupFile.makeDirectory(scratchDirectory);
        ConnectionSettings settings = new ConnectionSettings(
                database.name(),
                "jdbc:h2:file:" + scratchDirectory.resolve("trial") + ";DB_CLOSE_DELAY=0",
                Optional.of("countersign_trial"),
                Secret.of(UUID.randomUUID().toString()),
                Optional.empty(),
                database.settings().timeout());
        try {
            try (TargetDatabase scratch = TargetDatabases.connect(settings)) {
                for (String user : users(database)) {
                    Rows.execute(
                            scratch.connection(),
                            "CREATE USER IF NOT EXISTS " + Identifiers.quoted(user) + " PASSWORD "
                                    + Identifiers.literal(UUID.randomUUID().toString()));
                }
                fill(scratch, dump);
                if (origin.onlySchema().isPresent()) {
                    lookAtSchema(settings, origin.onlySchema().get(), look);
                } else {
                    look.accept(scratch);
                }
            } catch (SQLException e) {
                throw database.errors().during("a scratch database was used", e);
            }
        } finally {
            delete(scratchDirectory);
        }
    }

    private static void lookAtSchema(ConnectionSettings settings, String schema, Consumer<TargetDatabase> look) {
        ConnectionSettings one = new ConnectionSettings(
                settings.name(),
                settings.url(),
                settings.user(),
                settings.password(),
                Optional.of(schema),
                settings.timeout());
        try (TargetDatabase scratch = TargetDatabases.connect(one)) {
            look.accept(scratch);
        }
    }

    private static List<String> users(TargetDatabase database) throws SQLException {
        return Rows.list(
                database.connection(), "SELECT USER_NAME FROM INFORMATION_SCHEMA.USERS", row -> row.getString(1));
    }

    /** A directory, because H2 makes its files, some of them unasked, with whatever permissions the process gives. */
    private Path scratch(TargetDatabase database) {
        return directory().toAbsolutePath().resolve("cs_trial_" + mark(database));
    }

    @Override
    protected List<String> removeScratch(TargetDatabase database) throws IOException {
        Path scratch = scratch(database);
        return delete(scratch) ? List.of(scratch.toString()) : List.of();
    }

    private static boolean delete(Path scratch) throws IOException {
        if (!Files.isDirectory(scratch, LinkOption.NOFOLLOW_LINKS) || !isOpen(scratch)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        return Files.deleteIfExists(scratch);
    }

    @Override
    protected String stateAfterFailure(TargetDatabase database) {
        return database.name() + " is half-restored and must not be used until a restore has succeeded.";
    }
}
