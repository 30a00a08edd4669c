package io.countersign.it.core;

import io.countersign.command.CloneInput;
import io.countersign.command.KeyInput;
import io.countersign.command.RefreshCommand;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A JVM of its own that refreshes QAT from PRD, stops at a given moment and says so, to be killed there. */
final class RefreshingProcess {
    private static final String REACHED = "reached";

    private RefreshingProcess() {}

    /**
     * Runs until the moment and kills the process there by SIGKILL, so that nothing of it can clean up.
     *
     * @return what was going on; empty where the refresh ended before the moment
     */
    static Optional<String> killedAt(Environments environments, int moment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                RefreshingProcess.class.getName(),
                environments.stagesFile().toString(),
                String.valueOf(moment));
        builder.environment().putAll(environments.variables());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                String line = output.readLine();
                process.destroyForcibly();
                int status = process.waitFor();
                if (line == null && status != 0) {
                    throw new AssertionError("the refresh failed");
                }
                return Optional.ofNullable(line).map(text -> text.substring(REACHED.length() + 1));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static void main(String[] arguments) {
        Moments moments = new Moments(Integer.parseInt(arguments[1]), what -> {
            System.out.println(REACHED + " " + what);
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("nobody waits for this process any more");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        new RefreshCommand(
                        new CloneInput(new File(arguments[0]), "PRD", Optional.empty(), "QAT", Optional.empty()),
                        KeyInput.NONE,
                        Optional.of("QAT/main"),
                        false,
                        20)
                .execute(HostContext.of("child@here", System.getenv(), moments));
    }
}
