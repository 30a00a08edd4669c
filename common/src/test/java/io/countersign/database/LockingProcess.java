package io.countersign.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that takes a target's lock, says so and keeps it until it is killed. */
final class LockingProcess {
    private LockingProcess() {}

    static Process start(String url, String user, String password) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        url,
                        user,
                        password)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        TargetDatabase target = TargetDatabases.connect(Targets.settings(arguments[0], arguments[1], arguments[2]));
        target.lock("deploy of a process that dies", Duration.ZERO);
        System.out.println("locked");
        new CountDownLatch(1).await();
    }
}
