package io.countersign.it.core;

import io.countersign.command.Command;
import io.countersign.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A JVM of its own that executes a command, stops at a given moment, says so, and goes on when told to, unless it is killed
 * there.
 */
final class WorkingProcess implements AutoCloseable {
    private static final String REACHED = "reached";

    private final Process process;
    private final BufferedReader output;

    private WorkingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param moment which step of its progress it stops at, from 1; or how the message begins at which it stops */
    static WorkingProcess start(Promotion promotion, Command<?> command, Object moment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + Databases.MARIADB_TOOLS + "=" + System.getProperty(Databases.MARIADB_TOOLS, ""),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                WorkingProcess.class.getName(),
                command.getClass().getName(),
                Json.compact(command),
                String.valueOf(moment));
        builder.environment().putAll(promotion.variables());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new WorkingProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens at the moment; empty where the command ended before it. */
    Optional<String> awaitMoment() {
        try {
            String line = output.readLine();
            if (line != null && line.startsWith(REACHED)) {
                return Optional.of(line.substring(REACHED.length() + 1));
            }
            if (process.waitFor() != 0) {
                throw new AssertionError("the command failed: " + line);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By SIGKILL, so nothing of it can clean up. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws ClassNotFoundException, Json.Malformed {
        Consumer<String> stop = what -> {
            System.out.println(REACHED + " " + what);
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("nobody waits for this process any more");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        Moments moments = arguments[2].matches("\\d+")
                ? new Moments(Integer.parseInt(arguments[2]), stop)
                : Moments.beginning(arguments[2], stop);
        Command<?> command = (Command<?>) Json.read(arguments[1], Class.forName(arguments[0]));
        command.execute(HostContext.of("child@here", System.getenv(), moments));
    }
}
