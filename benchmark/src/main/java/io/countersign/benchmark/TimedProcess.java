package io.countersign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts processes and takes their time. A process that fails ends the benchmark: its time would mean nothing. */
final class TimedProcess {
    private static final Pattern TOLD = Pattern.compile("(?m)^timed inside=(\\d+) memory=(\\d+)$");

    private TimedProcess() {}

    static Sample run(Contestant.Start start, Path folder) {
        Duration inside = Duration.ZERO;
        Duration whole = Duration.ZERO;
        long memory = 0;
        for (List<String> command : start.commands()) {
            Sample one = run(command, start.variables(), folder);
            inside = inside.plus(one.inside());
            whole = whole.plus(one.whole());
            memory = Math.max(memory, one.memory());
        }
        return new Sample(inside, whole, memory);
    }

    static Sample run(List<String> command, Map<String, String> variables, Path folder) {
        try {
            Path output = Files.createTempFile("countersign-benchmark", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(variables);
            long began = System.nanoTime();
            int status = builder.start().waitFor();
            Duration whole = Duration.ofNanos(System.nanoTime() - began);
            String told = Files.readString(output);
            Files.delete(output);
            if (status != 0) {
                throw new IllegalStateException(command.get(0) + " ended with status " + status + ":\n" + told);
            }
            Matcher line = TOLD.matcher(told);
            return line.find()
                    ? new Sample(Duration.ofNanos(Long.parseLong(line.group(1))), whole, Long.parseLong(line.group(2)))
                    : new Sample(whole, whole, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
