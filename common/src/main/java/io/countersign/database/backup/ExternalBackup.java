package io.countersign.database.backup;

import io.countersign.database.Backup;
import io.countersign.database.BackupMethod;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backups by the operators' own command lines. They are told everything by environment variables: COUNTERSIGN_TARGET,
 * _URL, _USER, _PASSWORD, _BACKUP_ID, _DIRECTORY and, to restore, _LOCATION. The last line that the backup command prints
 * is the backup's location. What it kept, and whether the ledger is among it, only the command knows: after a restore the
 * schema is compared.
 */
public final class ExternalBackup implements BackupMethod {
    /** As written in {@code stages.yml}. */
    public static final String NAME = "external";

    private final BackupPolicy policy;

    public ExternalBackup(BackupPolicy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Problem> obstacle(TargetDatabase database) {
        if (policy.command().isEmpty() || policy.restoreCommand().isEmpty()) {
            return Optional.of(CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                    .found("No command for the backup or the restore of %s is configured.", database.name())
                    .expected("Both a backup command and a restore command.")
                    .remedy("Write them to the stage's backup in stages.yml, or choose another method.")
                    .value());
        }
        return Optional.empty();
    }

    @Override
    public Backup make(TargetDatabase database, String id, Progress progress) {
        obstacle(database).ifPresent(problem -> {
            throw CountersignException.of(problem);
        });
        Fingerprint before = database.fingerprint();
        Printed printed = new Printed();
        ToolRun.Outcome outcome =
                run(database, policy.command().orElseThrow(), Map.of("COUNTERSIGN_BACKUP_ID", id), printed);
        String location = printed.lastLine();
        if (!outcome.successful() || location.isBlank()) {
            throw CountersignException.problem(ProblemCode.BACKUP_FAILED)
                    .found(
                            "The backup command of %s failed: %s.",
                            database.name(), outcome.successful() ? "it printed no location" : outcome.complaint())
                    .expected("Exit status 0 and the backup's location as the last line of output.")
                    .remedy("Run the command by hand and see.")
                    .state("%s is unchanged.", database.name())
                    .build();
        }
        return new Backup(NAME, location, Optional.empty(), 0, before);
    }

    @Override
    public void restore(TargetDatabase database, Backup backup, Progress progress) {
        Printed printed = new Printed();
        ToolRun.Outcome outcome = run(
                database,
                policy.restoreCommand()
                        .orElseThrow(
                                () -> CountersignException.of(obstacle(database).orElseThrow())),
                Map.of("COUNTERSIGN_LOCATION", backup.location()),
                printed);
        database.disconnectedWhile(() -> {}); // the command may have replaced the database under the connection
        if (!outcome.successful() || !database.fingerprint().equals(backup.fingerprint())) {
            throw CountersignException.problem(ProblemCode.RESTORE_FAILED)
                    .found(
                            "The restore command of %s failed: %s.",
                            database.name(),
                            outcome.successful()
                                    ? "the schema has not the fingerprint that was saved"
                                    : outcome.complaint())
                    .expected("Exit status 0 and the schema with the fingerprint %s.", backup.fingerprint())
                    .remedy("Run the command by hand and see.")
                    .state("What became of %s only the command knows.", database.name())
                    .build();
        }
    }

    /** The operators' commands know one database only. */
    @Override
    public void testRestore(TargetDatabase database, Backup backup, Progress progress) {
        throw CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                .found("A backup by an external command cannot be tried.")
                .expected("A method that can restore into a scratch database.")
                .remedy("Turn off the trial of backups for this stage, or choose another method.")
                .build();
    }

    /** What external commands keep, the operators throw away. */
    @Override
    public void discard(TargetDatabase database, Backup backup) {
        // nothing of ours
    }

    @Override
    public boolean exists(TargetDatabase database, Backup backup) {
        return true;
    }

    private ToolRun.Outcome run(
            TargetDatabase database, String commandLine, Map<String, String> more, Printed printed) {
        ConnectionSettings settings = database.settings();
        Map<String, String> environment = new HashMap<>(more);
        environment.put("COUNTERSIGN_TARGET", settings.name());
        environment.put("COUNTERSIGN_URL", settings.url());
        environment.put("COUNTERSIGN_USER", settings.user().orElse(""));
        environment.put("COUNTERSIGN_PASSWORD", settings.password().reveal());
        environment.put("COUNTERSIGN_SCHEMA", database.schema());
        environment.put("COUNTERSIGN_DIRECTORY", policy.directory().toString());
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        List<String> command = windows ? List.of("cmd.exe", "/c", commandLine) : List.of("/bin/sh", "-c", commandLine);
        try {
            BackupFile.makeDirectory(policy.directory());
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "The backup directory %s cannot be made: %s.",
                            policy.directory(), String.valueOf(e.getMessage()))
                    .remedy("Name another directory.")
                    .causedBy(e);
        }
        return new ToolRun(command, environment, database.errors()).run(ToolRun.Feed.NOTHING, printed);
    }
}
