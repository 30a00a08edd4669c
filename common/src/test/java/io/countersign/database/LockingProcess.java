package io.countersign.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that takes a target's lock, says so and keeps it until it is killed. */
final class LockingProcess {
    private LockingProcess() {}

    static Process start(String url, String user, String password) throws IOException {
        return start(url, user, password, "");
    }

    /** The statement is sent by the working connection after the lock was taken. */
    static Process start(String url, String user, String password, String statement) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        url,
                        user,
                        password,
                        statement)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        TargetDatabase target = TargetDatabases.connect(Targets.settings(arguments[0], arguments[1], arguments[2]));
        target.lock("deploy of a process that dies", Duration.ZERO);
        System.out.println("locked");
        if (!arguments[3].isEmpty()) {
            Targets.run(target, arguments[3]);
        }
        new CountDownLatch(1).await();
    }
}
