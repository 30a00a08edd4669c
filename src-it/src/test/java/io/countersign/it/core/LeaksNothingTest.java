package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.CloneCommand;
import io.countersign.command.CloneResult;
import io.countersign.command.KeyInput;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.progress.LineProgress;
import io.countersign.report.HtmlRenderer;
import io.countersign.report.Report;
import io.countersign.report.TextRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Values planted in production are looked for, byte by byte, in all that a server with a masked copy has on its disk, data,
 * logs of changes and of statements, in dumps of it, and in all that was told.
 */
class LeaksNothingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void of_a_masked_copy(Databases product) throws IOException {
        Canaries canaries = Canaries.of(product);
        try (LowerServer lower = LowerServer.of(product, folder)) {
            Environments environments = lower.environments();
            canaries.plantIn(environments, "PRD");
            environments.configure(Map.of("QAT", canaries.rules()));

            List<String> told = clone(environments);

            assertThat(environments.query("QAT", "select count(*) from person")).isEqualTo("40");
            assertThat(canaries.search().in(bytes(told))).isEmpty();
            assertThat(canaries.search().in(bytes(lower.dump()))).isEmpty();
            assertThat(canaries.search().under(lower.files())).isEmpty();

            // what finds nothing in a masked copy must find everything in one that is not
            environments.configure(Map.of("QAT", canaries.keepingAll()));
            environments.refresh("PRD", "QAT");
            assertThat(canaries.search().under(lower.files())).containsOnlyKeys(canaries.names());
            assertThat(canaries.search().in(bytes(lower.dump()))).containsAll(lower.dumped(canaries));
        }
    }

    /** Databases repeat the value that they could not convert. MariaDB converts whatever it gets. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    void where_a_value_made_the_copy_fail(Databases product) throws IOException {
        Canaries canaries = Canaries.of(product);
        try (LowerServer lower = LowerServer.of(product, folder)) {
            Environments environments = lower.environments();
            canaries.plantIn(environments, "PRD");
            environments.configure(
                    Map.of("QAT", canaries.rules().replace("upper(substr(own, 1, 3))", "cast(own as int)")));

            CountersignException failure = catchThrowableOfType(CountersignException.class, () -> clone(environments));

            assertThat(failure).hasMessageContaining(product == Databases.H2 ? "22018" : "22P02");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(canaries.search().in(bytes(List.of(trace.toString())))).isEmpty();
            assertThat(canaries.search().under(lower.files())).isEmpty();
        }
    }

    /** Makes a copy and returns all that was said on the way. */
    private static List<String> clone(Environments environments) {
        List<String> told = new CopyOnWriteArrayList<>();
        HostContext context = environments.context(new LineProgress(told::add, told::add));

        CloneResult result = new CloneCommand(environments.input("PRD", "QAT"), KeyInput.NONE, 0).execute(context);

        told.add(new String(Json.pretty(result), StandardCharsets.UTF_8));
        told.add(new String(Json.pretty(environments.events("QAT")), StandardCharsets.UTF_8));
        Stream.concat(context.shown().stream(), Stream.of(result.report()))
                .forEach(report -> told.addAll(text(report)));
        return told;
    }

    private static List<String> text(Report report) {
        return Stream.concat(
                        new TextRenderer(200, false).render(report).stream(),
                        Stream.of(new HtmlRenderer().render(report)))
                .toList();
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
