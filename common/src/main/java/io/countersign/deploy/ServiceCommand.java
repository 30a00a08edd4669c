package io.countersign.deploy;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.ApplicationPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the operators' start and stop commands by the system's shell, in the application's directory. Their output goes to a
 * temporary file, so that a service started in the background cannot hold a pipe open.
 */
public final class ServiceCommand {
    private static final int LINES_KEPT = 20;

    void run(String purpose, String line, ApplicationPlace place, Progress progress) {
        run(purpose, line, place.directory(), place.timeout(), Map.of(), progress);
    }

    /** @param variables for the command's environment, beside those of this process */
    void run(
            String purpose,
            String line,
            Path directory,
            Duration timeout,
            Map<String, String> variables,
            Progress progress) {
        progress.info("Running the " + purpose + " command: " + line);
        Path output = outputFile(purpose, line);
        Optional<Process> running = Optional.empty();
        try {
            ProcessBuilder builder = new ProcessBuilder(shell(line))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            running = Optional.of(process);
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw failed(purpose, line, "it did not end within " + timeout.toSeconds() + " s", output);
            }
            if (process.exitValue() != 0) {
                throw failed(purpose, line, "it ended with status " + process.exitValue(), output);
            }
        } catch (IOException e) {
            throw failed(purpose, line, String.valueOf(e.getMessage()), output);
        } catch (InterruptedException e) {
            // it must not go on beside the way back
            running.ifPresent(ServiceCommand::kill);
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("The %s command was interrupted.", purpose)
                    .causedBy(e);
        } finally {
            output.toFile().delete();
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Path outputFile(String purpose, String line) {
        try {
            return Files.createTempFile("countersign-" + purpose, ".log");
        } catch (IOException e) {
            throw failed(purpose, line, "no temporary file can be made: " + e.getMessage());
        }
    }

    private static List<String> shell(String line) {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows ? List.of("cmd.exe", "/c", line) : List.of("/bin/sh", "-c", line);
    }

    private static CountersignException failed(String purpose, String line, String why, Path output) {
        return failed(purpose, line, why + "." + tail(output));
    }

    private static CountersignException failed(String purpose, String line, String why) {
        return CountersignException.problem(ProblemCode.APPLICATION_FAILED)
                .found("The %s command \"%s\" failed: %s", purpose, line, why)
                .expected("exit status 0.")
                .remedy("Run the command by hand in the application directory and mend it.")
                .build();
    }

    private static String tail(Path output) {
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(output), Charset.defaultCharset()))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                last.addLast(text);
                if (last.size() > LINES_KEPT) {
                    last.removeFirst();
                }
            }
        } catch (IOException e) {
            return " (Its output could not be read: " + e.getMessage() + ")";
        }
        return last.isEmpty() ? "" : " It said: " + String.join(" | ", last);
    }
}
