package io.countersign.it.core;

import io.countersign.command.Command;
import io.countersign.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A JVM of its own that executes commands side by side. Each stops at a given moment, says so, and waits there; a single one
 * goes on when told to, unless it is killed there.
 */
final class WorkingProcess implements AutoCloseable {
    private static final String REACHED = "reached";
    private static final String ENDED = "ended";
    private static final int ARGUMENTS_OF_A_WORK = 3;

    private final Process process;
    private final BufferedReader output;
    private final int works;

    private WorkingProcess(Process process, int works) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.works = works;
    }

    /**
     * What one thread of the process does.
     *
     * @param variables in place of the environment
     * @param moment which step of its progress it stops at, from 1; or how the message begins at which it stops
     */
    record Work(Map<String, String> variables, Command<?> command, Object moment) {}

    static WorkingProcess start(Promotion promotion, Command<?> command, Object moment) {
        return start(List.of(new Work(promotion.variables(), command, moment)));
    }

    /**
     * Starts the command and kills it, by SIGKILL, at the moment.
     *
     * @return what was going on; empty where the command ended before it
     */
    static Optional<String> killedAt(Promotion promotion, Command<?> command, Object moment) {
        return killedAt(List.of(new Work(promotion.variables(), command, moment)))
                .get(0);
    }

    /** As {@link #killedAt(Promotion, Command, Object)}, for several works of one process, killed once all have come so far. */
    static List<Optional<String>> killedAt(List<Work> works) {
        try (WorkingProcess process = start(works)) {
            return process.awaitMoments();
        }
    }

    private static WorkingProcess start(List<Work> works) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // a sixth of its time is verifying what javac has made
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-D" + Databases.MARIADB_TOOLS + "=" + System.getProperty(Databases.MARIADB_TOOLS, ""),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                WorkingProcess.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(line);
        for (int i = 0; i < works.size(); i++) {
            Work work = works.get(i);
            line.add(work.command().getClass().getName());
            line.add(Json.compact(work.command()));
            line.add(String.valueOf(work.moment()));
            String prefix = prefix(i);
            work.variables().forEach((name, value) -> builder.environment().put(prefix + name, value));
        }
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new WorkingProcess(builder.start(), works.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String prefix(int work) {
        return "WORK_" + work + "_";
    }

    /** What happens at the moment of a single work; empty where the command ended before it. */
    Optional<String> awaitMoment() {
        return awaitMoments().get(0);
    }

    /** What happens at the moment of each work, once all have come so far; empty where a command ended before it. */
    private List<Optional<String>> awaitMoments() {
        List<Optional<String>> moments = new ArrayList<>();
        for (int i = 0; i < works; i++) {
            moments.add(Optional.empty());
        }
        try {
            for (int reported = 0; reported < works; reported++) {
                String line = output.readLine();
                if (line == null) {
                    throw new AssertionError("a command failed, exit status " + process.waitFor());
                }
                String[] words = line.split(" ", 3);
                if (words[0].equals(REACHED)) {
                    moments.set(Integer.parseInt(words[1]), Optional.of(words[2]));
                }
            }
            return moments;
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

    public static void main(String[] arguments) {
        for (int i = 0; i < arguments.length / ARGUMENTS_OF_A_WORK; i++) {
            int work = i;
            List<String> its = List.of(arguments).subList(i * ARGUMENTS_OF_A_WORK, (i + 1) * ARGUMENTS_OF_A_WORK);
            new Thread(() -> work(work, its.get(0), its.get(1), its.get(2))).start();
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the test sees it, and that the process has failed
    private static void work(int work, String type, String json, String moment) {
        Consumer<String> stop = what -> {
            System.out.println(REACHED + " " + work + " " + what);
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("nobody waits for this process any more");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            Command<?> command = (Command<?>) Json.read(json, Class.forName(type));
            Moments moments = moment.matches("\\d+")
                    ? new Moments(Integer.parseInt(moment), stop)
                    : Moments.beginning(moment, stop);
            command.execute(HostContext.of("child@here", variables(work), moments));
            System.out.println(ENDED + " " + work);
        } catch (ClassNotFoundException | Json.Malformed | RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1); // others may be waiting at their moments
        }
    }

    private static Map<String, String> variables(int work) {
        Map<String, String> own = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith(prefix(work))) {
                own.put(name.substring(prefix(work).length()), value);
            }
        });
        return own;
    }
}
