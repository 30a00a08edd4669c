package io.countersign.database;

import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.release.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A JVM of its own that restores a backup under the target's lock. */
final class RestoringProcess {
    private RestoringProcess() {}

    static Process start(ConnectionSettings settings, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoringProcess.class.getName(),
                        settings.url(),
                        settings.user().orElse(""),
                        settings.password().reveal(),
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[3]);
        BackupPolicy policy =
                new BackupPolicy("native", file.getParent(), Optional.empty(), Optional.empty(), false, 1);
        try (TargetDatabase target =
                        TargetDatabases.connect(Targets.settings(arguments[0], arguments[1], arguments[2]));
                DatabaseLock lock = target.lock("restore of a process that dies", Duration.ZERO)) {
            Backup backup = new Backup(
                    "native", file.toString(), Optional.of(Digest.of(file)), Files.size(file), target.fingerprint());
            BackupMethods.forPolicy(policy, target).orElseThrow().restore(target, backup, Progress.silent());
            lock.isHeld();
        }
    }
}
