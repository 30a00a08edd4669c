package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.StatusCommand;
import io.countersign.command.StatusCommand.Line;
import io.countersign.harness.TestDatabase;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowsTheBoardTest {
    @TempDir
    Path folder;

    /** Otherwise the board of a path whose servers are out of reach would take their timeouts one after the other. */
    @Test
    void asks_its_targets_at_the_same_time() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        Map<String, String> variables = new MeetingAt("_USER", new CyclicBarrier(3), promotion.variables());

        List<Line> lines = board(promotion, variables);

        assertThat(lines).extracting(Line::stage).containsExactly("DEV", "QAT", "PRD");
        assertThat(lines).allSatisfy(line -> assertThat(line.state()).isEmpty());
    }

    @Test
    void shows_what_is_wrong_with_a_target_in_its_place() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        Map<String, String> variables = new HashMap<>(promotion.variables());
        variables.remove("QAT_PASSWORD");

        List<Line> lines = board(promotion, variables);

        assertThat(lines).extracting(Line::stage).containsExactly("DEV", "QAT", "PRD");
        assertThat(lines.get(0).version().orElseThrow().value()).isEqualTo("1.0.0");
        assertThat(lines.get(1).state().orElseThrow()).contains("QAT_PASSWORD");
        assertThat(lines.get(2).state()).isEmpty();
    }

    @Test
    void shows_one_target_alone() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        TestDatabase spare = Databases.H2.server(folder).newDatabase();
        promotion.editStages(text ->
                text.replaceFirst("( +)- name: main\n", "$1- { name: spare, url: \"" + spare.url() + "\" }\n$0"));

        assertThat(board(promotion, promotion.variables())).hasSize(4);
        assertThat(board(promotion, Optional.of("DEV"), "spare"))
                .extracting(Line::target)
                .containsExactly("spare");
        assertThat(board(promotion, Optional.empty(), "main"))
                .extracting(Line::stage)
                .containsExactly("DEV", "QAT", "PRD");
        assertThatThrownBy(() -> board(promotion, Optional.of("DEV"), "none"))
                .hasMessageContaining("[target-unknown] Stage DEV has no target \"none\"")
                .hasMessageContaining("spare, main");
    }

    private static List<Line> board(Promotion promotion, Optional<String> stage, String target) {
        return promotion
                .run(new StatusCommand(promotion.stagesFile(), stage, Optional.of(target)))
                .lines();
    }

    private static List<Line> board(Promotion promotion, Map<String, String> variables) {
        return new StatusCommand(promotion.stagesFile(), Optional.empty(), Optional.empty())
                .execute(HostContext.of("tester@here", variables, Progress.silent()))
                .lines();
    }

    /** Whoever asks for a variable of that ending waits until everyone has. */
    private static final class MeetingAt extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;

        private final String ending;
        private final transient CyclicBarrier barrier;

        MeetingAt(String ending, CyclicBarrier barrier, Map<String, String> variables) {
            super(variables);
            this.ending = ending;
            this.barrier = barrier;
        }

        @Override
        public String get(Object name) {
            if (name.toString().endsWith(ending)) {
                try {
                    barrier.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new AssertionError("the others were not asked meanwhile", e);
                }
            }
            return super.get(name);
        }
    }
}
