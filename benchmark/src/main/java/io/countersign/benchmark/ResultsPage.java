package io.countersign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** {@code RESULTS.md}: every figure of one run of the benchmark. */
final class ResultsPage {
    private final StringBuilder text = new StringBuilder();

    ResultsPage(String postgres) {
        line("# Results");
        line("");
        line(
                "Written by `mvn -Pbenchmark` on %s: %d cores, Java %s, PostgreSQL %s. Quote the ratios; the times are this"
                        + " machine's.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                postgres);
    }

    void goals(List<Goal> goals) {
        line("");
        line("| figure | found | at most | |");
        line("|---|---|---|---|");
        for (Goal goal : goals) {
            line(
                    "| %s | %.2f | %.2f | %s |",
                    goal.what(), goal.found(), goal.atMost(), goal.met() ? "met" : "**missed**");
        }
    }

    void race(Race.Result result) {
        line("");
        line("## %s", result.race().title());
        line("");
        line("%s Medians of %d runs by turns.", result.race().job(), result.rounds());
        line("");
        line("| | job, s | whole process, s | peak memory, MiB |");
        line("|---|---|---|---|");
        result.medians()
                .forEach((name, sample) -> line(
                        "| %s | %.2f | %.2f | %s |",
                        name,
                        sample.inside().toMillis() / 1000.0,
                        sample.whole().toMillis() / 1000.0,
                        sample.memory() == 0 ? "" : Long.toString(sample.memory() / 1024)));
    }

    void writeTo(Path file) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
                .append('\n');
    }
}
