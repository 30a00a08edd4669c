package io.countersign.database.postgresql;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.backup.FileBackup;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A copy that the server makes of the whole database: by far the fastest backup, on the same disk, and only while nobody
 * is connected. To restore, the copy is copied once more, given the ledger of today, and changes names with the failed
 * database in one transaction. The failed database stays beside it until the backup is discarded.
 */
final class TemplateBackup implements BackupMethod {
    private final PostgresTarget origin;

    TemplateBackup(PostgresTarget origin) {
        this.origin = origin;
    }

    @Override
    public String name() {
        return "template";
    }

    @Override
    public Optional<Problem> obstacle(TargetDatabase database) {
        return obstacle(database, false);
    }

    @Override
    public Optional<Problem> obstacleWhenAlone(TargetDatabase database) {
        return obstacle(database, true);
    }

    private Optional<Problem> obstacle(TargetDatabase database, boolean alone) {
        if (origin.onlySchema().isPresent()) {
            return impossible(
                    database.name() + " is one schema of a database; a template copies all of it.",
                    "A target that is a whole database.",
                    "Choose the backup method native.");
        }
        return withServer(database, server -> {
            if (!server.mayCreateDatabases()) {
                return impossible(
                        "The user of " + database.name() + " may not create databases.",
                        "A user with the attribute CREATEDB.",
                        "Have ALTER ROLE … CREATEDB run, or choose the backup method native.");
            }
            List<String> others = alone ? List.of() : server.sessions(origin.database(), origin.ownProcesses());
            return others.isEmpty()
                    ? Optional.empty()
                    : impossible(
                            "Others are connected to " + database.name() + ": " + String.join(", ", others) + ".",
                            "A database that nobody else is connected to.",
                            "Set freeze: offline for the stage, stop the application first, or choose the backup method"
                                    + " native.");
        });
    }

    private static Optional<Problem> impossible(String found, String expected, String remedy) {
        return Optional.of(CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found("%s", found)
                .expected("%s", expected)
                .remedy("%s", remedy)
                .value());
    }

    @Override
    public Backup make(TargetDatabase database, String id, Progress progress) {
        obstacle(database).ifPresent(problem -> {
            throw CountersignException.of(problem);
        });
        String live = origin.database();
        String copy = ServerDatabases.fitting(live + "_cs_" + FileBackup.slug(id));
        Fingerprint fingerprint = database.fingerprint();
        long size = database.size();
        try {
            whileAlone(database, server -> {
                String making = making(live);
                server.drop(making);
                try {
                    server.copy(live, making, live);
                    server.rename(making, copy);
                } catch (CountersignException e) {
                    server.drop(making);
                    throw e;
                }
            });
        } catch (CountersignException e) {
            throw CountersignException.problem(ProblemCode.BACKUP_FAILED)
                    .found(
                            "The copy %s could not be made: %s",
                            copy, e.problem().found())
                    .remedy(
                            "%s",
                            e.problem().remedy().isEmpty()
                                    ? "Repeat the command."
                                    : e.problem().remedy())
                    .state("%s is unchanged; no copy was left behind.", database.name())
                    .causedBy(e);
        }
        return new Backup(name(), copy, Optional.empty(), size, fingerprint);
    }

    @Override
    public void restore(TargetDatabase database, Backup backup, Progress progress) {
        String live = origin.database();
        String incoming = ServerDatabases.fitting(backup.location() + "_in");
        String failed = failed(backup);
        whileAlone(database, server -> {
            requireExisting(server, backup);
            server.drop(incoming);
            server.drop(failed);
            server.copy(backup.location(), incoming, live);
            requireFingerprint(database, incoming, backup);
            carryLedger(database, live, incoming);
            server.exchange(live, failed, incoming);
        });
        progress.info("The database as it was before the restore is kept as " + failed + ".");
        if (!database.fingerprint().equals(backup.fingerprint())) {
            throw notRestored(database, backup)
                    .state("%s holds the copy.", database.name())
                    .build();
        }
    }

    /** What a copy is called until it is complete: the server goes on with one whose client was killed. */
    static String making(String database) {
        return ServerDatabases.fitting(database + "_cs_making");
    }

    static String failed(Backup backup) {
        return ServerDatabases.fitting(backup.location() + "_failed");
    }

    private static void requireExisting(ServerDatabases server, Backup backup) {
        if (!server.exists(backup.location())) {
            throw CountersignException.problem(ProblemCode.BACKUP_MISSING)
                    .found("The server has no database %s.", backup.location())
                    .expected("The copy that the ledger names.")
                    .remedy("Restore from another backup.")
                    .build();
        }
    }

    private static void requireFingerprint(TargetDatabase database, String copy, Backup backup) {
        try (TargetDatabase opened = TargetDatabases.connect(Maintenance.settingsFor(database, copy))) {
            if (!opened.fingerprint().equals(backup.fingerprint())) {
                throw notRestored(database, backup)
                        .state("%s is unchanged.", database.name())
                        .build();
            }
        }
    }

    private static CountersignException.Builder notRestored(TargetDatabase database, Backup backup) {
        return CountersignException.problem(ProblemCode.RESTORE_FAILED)
                .found("The copy %s of %s has another fingerprint.", backup.location(), database.name())
                .expected("%s, as the ledger recorded it.", backup.fingerprint())
                .remedy("Restore from another backup.");
    }

    /** What happened stays recorded: the copy gets the ledgers as they are now, all of them. */
    private static void carryLedger(TargetDatabase database, String from, String to) {
        try (TargetDatabase source = TargetDatabases.connect(Maintenance.settingsFor(database, from));
                TargetDatabase sink = TargetDatabases.connect(Maintenance.settingsFor(database, to))) {
            if (!source.hasLedger()) {
                return;
            }
            sink.createLedger();
            sink.begin();
            Rows.execute(sink.connection(), "DELETE FROM " + sink.ledgerTable());
            copyRows(source, sink);
            sink.commit();
        } catch (SQLException e) {
            throw database.errors().during("its ledger was carried over", e);
        }
    }

    private static void copyRows(TargetDatabase source, TargetDatabase sink) throws SQLException {
        String columns = "seq, hash, body, inventory";
        try (PreparedStatement insert = sink.connection()
                .prepareStatement("INSERT INTO " + sink.ledgerTable() + " (" + columns + ") VALUES (?, ?, ?, ?)")) {
            Rows.list(source.connection(), "SELECT " + columns + " FROM " + source.ledgerTable(), row -> {
                insert.setLong(1, row.getLong(1));
                insert.setString(2, row.getString(2));
                insert.setString(3, row.getString(3));
                insert.setString(4, row.getString(4));
                return insert.executeUpdate();
            });
        }
    }

    /** The copy is a database already; that it opens and has the schema is all there is to try. */
    @Override
    public void testRestore(TargetDatabase database, Backup backup, Progress progress) {
        if (!exists(database, backup)) {
            withServer(database, server -> {
                requireExisting(server, backup);
                return true;
            });
        }
        requireFingerprint(database, backup.location(), backup);
    }

    @Override
    public boolean exists(TargetDatabase database, Backup backup) {
        return withServer(database, server -> server.exists(backup.location()));
    }

    @Override
    public void discard(TargetDatabase database, Backup backup) {
        withServer(database, server -> {
            server.drop(backup.location());
            server.drop(failed(backup));
            return true;
        });
    }

    private static void whileAlone(TargetDatabase database, Consumer<ServerDatabases> work) {
        database.disconnectedWhile(() -> withServer(database, server -> {
            work.accept(server);
            return true;
        }));
    }

    private static <T> T withServer(TargetDatabase database, Function<ServerDatabases, T> work) {
        try (Connection maintenance = Maintenance.open(database, "countersign")) {
            return work.apply(new ServerDatabases(maintenance, database.errors()));
        } catch (SQLException e) {
            throw database.errors().during("its server was asked", e);
        }
    }
}
