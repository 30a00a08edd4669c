package io.countersign.database.backup;

import io.countersign.database.SqlErrors;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One run of a database's own tool. Secrets go by the child's environment, never by its arguments. What the child says is
 * kept up to a bound and without secrets; the child dies when the run is interrupted.
 */
public final class ToolRun {

    /** What the tool reads. */
    @FunctionalInterface
    public interface Feed {
        void to(OutputStream input) throws IOException;

        Feed NOTHING = input -> {};
    }

    /** What becomes of the tool's output. */
    @FunctionalInterface
    public interface Sink {
        void from(InputStream output) throws IOException;
    }

    /**
     * How it ended.
     *
     * @param errors the end of what it wrote to its error output, without secrets
     * @param failure what broke on our side of its input or output
     */
    public record Outcome(int status, String errors, Optional<IOException> failure) {
        public boolean successful() {
            return status == 0 && failure.isEmpty();
        }

        /** One line that says why it was not successful. */
        public String complaint() {
            String own = failure.map(e -> String.valueOf(e.getMessage())).orElse("");
            String theirs = errors.isEmpty() ? "exit status " + status : errors;
            return status == 0 ? own : own.isEmpty() || own.equals("Broken pipe") ? theirs : own + "; " + theirs;
        }
    }

    private static final int LONGEST_COMPLAINT = 4096;

    private final List<String> command;
    private final Map<String, String> environment;
    private final SqlErrors errors;

    /** A run that is yet to begin. */
    public ToolRun(List<String> command, Map<String, String> environment, SqlErrors errors) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.errors = errors;
    }

    /** Runs the tool to its end; INTERRUPTED where the thread is told to stop meanwhile. */
    public Outcome run(Feed feed, Sink sink) {
        Process process = start();
        ExecutorService pumps = Executors.newFixedThreadPool(3, work -> {
            Thread thread = new Thread(work, "countersign-" + command.get(0));
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<Optional<IOException>> fed = pumps.submit(() -> feed(process, feed));
            Future<Optional<IOException>> drained = pumps.submit(() -> drain(process, sink));
            Future<String> complaints = pumps.submit(tail(process));
            int status = process.waitFor();
            Optional<IOException> broken = fed.get();
            return new Outcome(
                    status, errors.scrubbed(complaints.get()), drained.get().or(() -> broken));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("%s was stopped because the operation was interrupted.", command.get(0))
                    .remedy("Repeat the command.")
                    .causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the pipes of " + command.get(0) + " failed", e.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            pumps.shutdownNow();
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                    .found("%s cannot be started: %s.", command.get(0), String.valueOf(e.getMessage()))
                    .remedy("Install the database's client tools on this machine.")
                    .causedBy(e);
        }
    }

    /** Where the feed breaks, the tool must not take what it has for the whole. */
    private static Optional<IOException> feed(Process process, Feed feed) {
        try (OutputStream input = process.getOutputStream()) {
            try {
                feed.to(input);
                return Optional.empty();
            } catch (IOException e) {
                if (process.isAlive() && !"Broken pipe".equals(e.getMessage())) {
                    process.destroyForcibly();
                }
                return Optional.of(e);
            }
        } catch (IOException e) {
            return Optional
                    .empty(); // the tool ended before it had read everything: its status says whether that is bad
        }
    }

    private static Optional<IOException> drain(Process process, Sink sink) {
        try (InputStream output = process.getInputStream()) {
            sink.from(output);
            return Optional.empty();
        } catch (IOException e) {
            process.destroyForcibly();
            return Optional.of(e);
        }
    }

    private static Callable<String> tail(Process process) {
        return () -> {
            try (InputStream in = process.getErrorStream()) {
                return Tail.of(in, LONGEST_COMPLAINT)
                        .text(StandardCharsets.UTF_8)
                        .replaceAll("\\s*\\R\\s*", "; ");
            } catch (IOException e) {
                return "it was stopped"; // the pipe of a tool that we ended breaks off
            }
        };
    }
}
