package io.countersign.it.core;

import static io.countersign.it.core.Rollouts.deployments;
import static io.countersign.it.core.Rollouts.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.ApproveCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RolloutCommand;
import io.countersign.command.RolloutCommand.End;
import io.countersign.command.RolloutLine;
import io.countersign.command.RolloutLine.Outcome;
import io.countersign.command.StageInput;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release goes out to many targets: some fail, somebody pauses, a process is killed; in the end each has it once. */
class RollsOutInWavesTest {
    private static final String USER = "shop";
    private static final String PASSWORD = "for-all-shops-1";

    @TempDir
    Path folder;

    @Test
    void two_hundred_targets_with_three_that_fail_at_first() throws Exception {
        Promotion promotion = shops(200, "{ sizes: [ 1, 10 %, rest ], parallel: 4, stop-after: 3 }");
        ReleaseInput release = promotion.sealFirst();
        List<String> broken = List.of("shop-012", "shop-080", "shop-130");
        for (String name : broken) {
            try (Connection connection = open(name)) {
                connection.createStatement().execute("CREATE TABLE squatter (id int)");
            }
        }

        RolloutCommand.Result preview = promotion.run(rollout(promotion, release, Set.of(), true));
        RolloutCommand.Result stopped = promotion.run(rollout(promotion, release, Set.of(), false));

        assertThat(preview.end()).isEqualTo(End.PREVIEW);
        assertThat(preview.waves()).isEqualTo(3);
        assertThat(preview.lines())
                .extracting(RolloutLine::wave)
                .startsWith(1, 2)
                .endsWith(3)
                .hasSize(200);
        assertThat(stopped.end()).isEqualTo(End.STOPPED);
        assertThat(names(stopped, Outcome.FAILED)).containsExactlyElementsOf(broken);
        assertThat(names(stopped, Outcome.WAITING)).isNotEmpty();
        assertThat(stopped.refusal().orElseThrow().text())
                .contains("[rollout-incomplete]", "shop-012 [gate-refused]", "were not begun");
        assertThat(stopped.receiptFile()).isEmpty();
        assertThat(names(stopped, Outcome.WAITING))
                .as("what was not begun was not touched")
                .noneMatch(name -> Files.exists(folder.resolve("shops/" + name + ".mv.db")));

        for (String name : broken) {
            Files.delete(folder.resolve("shops/" + name + ".mv.db"));
        }
        RolloutCommand.Result resumed = promotion.run(rollout(promotion, release, Set.of(), false));

        assertThat(resumed.refusal().map(Problem::text)).isEmpty();
        assertThat(resumed.end()).isEqualTo(End.COMPLETE);
        assertThat(names(resumed, Outcome.PRESENT)).isEqualTo(names(stopped, Outcome.DEPLOYED));
        assertThat(names(resumed, Outcome.DEPLOYED))
                .hasSize(200 - names(stopped, Outcome.DEPLOYED).size());
        String receipt = Promotion.read(Path.of(resumed.receiptFile().orElseThrow()));
        assertThat(receipt).contains("https://countersign.io/rollout/v1", "shop-001", "shop-200");
        assertThat(Path.of(resumed.receiptFile().orElseThrow() + ".asc")).exists();
        for (String name : names(preview, Outcome.WAITING)) {
            assertThat(deployments(promotion, name)).as(name).isEqualTo(1);
        }
        RolloutCommand.Result again = promotion.run(rollout(promotion, release, Set.of(), false));
        assertThat(names(again, Outcome.PRESENT)).hasSize(200);
        assertThat(again.receiptFile()).isEqualTo(resumed.receiptFile());
    }

    @Test
    void a_killed_rollout_goes_on_where_it_was() {
        Promotion promotion = shops(12, "{ sizes: [ 2, 50 % ], parallel: 2 }");
        ReleaseInput release = promotion.sealFirst();
        RolloutCommand command = rollout(promotion, release, Set.of(), false);
        List<String> moments = new ArrayList<>();

        for (int moment = 1; moment < 40; moment += 5) {
            WorkingProcess.killedAt(promotion, command, moment).ifPresent(moments::add);
        }
        RolloutCommand.Result result = promotion.run(command);

        assertThat(moments).isNotEmpty();
        assertThat(result.end()).isEqualTo(End.COMPLETE);
        for (RolloutLine line : result.lines()) {
            assertThat(deployments(promotion, line.target())).as(line.target()).isEqualTo(1);
        }
    }

    @Test
    void pauses_behind_each_wave_and_leaves_out_what_it_is_told_to() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        StringBuilder targets = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            TestDatabase database = PostgresServer.shared().newDatabase();
            promotion.variables().put("U" + i, database.user());
            promotion.variables().put("P" + i, database.password());
            targets.append("      - { name: t" + i + ", url: \"" + database.url()
                    + "\", credentials: { environment: { user: U" + i + ", password: P" + i + " } } }\n");
        }
        add(
                promotion,
                "waves: { sizes: [ 1, 2 ], parallel: 2, pause: true }\n    way-back: liquibase\n"
                        + "    backup: { method: none }\n    targets:\n" + targets);
        ReleaseInput release = promotion.sealFirst();
        RolloutCommand command = rollout(promotion, release, Set.of("t4"), false);

        RolloutCommand.Result canary = promotion.run(command);
        RolloutCommand.Result second = promotion.run(command);
        RolloutCommand.Result last = promotion.run(command);

        assertThat(canary.end()).isEqualTo(End.PAUSED);
        assertThat(canary.refusal()).isEmpty();
        assertThat(names(canary, Outcome.DEPLOYED)).containsExactly("t1");
        assertThat(second.end()).isEqualTo(End.PAUSED);
        assertThat(names(second, Outcome.DEPLOYED)).containsExactly("t2", "t3");
        assertThat(last.end()).isEqualTo(End.COMPLETE);
        assertThat(names(last, Outcome.DEPLOYED)).containsExactly("t5");
        assertThat(Promotion.read(Path.of(last.receiptFile().orElseThrow())))
                .containsPattern("\"without\"\\s*:\\s*\\[\\s*\"t4\"");
        assertThatThrownBy(() -> promotion.run(rollout(promotion, release, Set.of("t9"), false)))
                .hasMessageContaining("[target-unknown]");
    }

    @Test
    void and_waits_behind_a_canary_that_failed() {
        Promotion promotion = shops(3, "{ sizes: [ 1, 1, rest ], stop-after: 5, pause: true }");
        Promotion.write(folder.resolve("shops/shop-001.mv.db"), "no database at all");
        ReleaseInput release = promotion.sealFirst();

        RolloutCommand.Result result = promotion.run(rollout(promotion, release, Set.of(), false));

        assertThat(names(result, Outcome.FAILED)).containsExactly("shop-001");
        assertThat(names(result, Outcome.WAITING)).containsExactly("shop-002", "shop-003");
        assertThat(result.refusal().orElseThrow().text()).contains("shop-001", "countersign.without");
        RolloutCommand others = rollout(promotion, release, Set.of("shop-001"), false);
        assertThat(names(promotion.run(others), Outcome.DEPLOYED)).containsExactly("shop-002");
        assertThat(names(promotion.run(others), Outcome.DEPLOYED)).containsExactly("shop-003");
    }

    /** An approval is for all targets of a stage; the SQL is that of one. */
    @Test
    void approvers_need_not_name_a_target_and_see_the_first() {
        Promotion promotion = shops(3, "{ sizes: [ 1, rest ] }\n    approvals: 1 developer");
        ReleaseInput release = promotion.sealFirst();
        StageInput second = new StageInput(promotion.stagesFile(), "SHOPS", Optional.of("shop-002"));

        ApproveCommand.Result approved = promotion.run(approval(promotion, release, promotion.stage("SHOPS")));
        ApproveCommand.Result again = promotion.run(approval(promotion, release, second));

        assertThat(approved.plan().orElseThrow().target()).isEqualTo("shop-001");
        assertThat(approved.signed()).isTrue();
        assertThat(again.plan().orElseThrow().target()).isEqualTo("shop-002");
        assertThat(promotion.run(rollout(promotion, release, Set.of(), false)).end())
                .isEqualTo(End.COMPLETE);
    }

    private static ApproveCommand approval(Promotion promotion, ReleaseInput release, StageInput stage) {
        return new ApproveCommand(
                release, stage, promotion.key("developer"), Optional.empty(), "", Optional.empty(), true);
    }

    private Promotion shops(int count, String waves) {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.variables().put("SHOP_USER", USER);
        promotion.variables().put("SHOP_PASSWORD", PASSWORD);
        StringBuilder targets = new StringBuilder("targets:\n");
        for (int i = 1; i <= count; i++) {
            String name = String.format(Locale.ROOT, "shop-%03d", i);
            targets.append("  - { name: " + name + ", url: \"jdbc:h2:file:" + folder + "/shops/" + name
                    + "\", credentials: { environment: { user: SHOP_USER, password: SHOP_PASSWORD } } }\n");
        }
        Promotion.write(promotion.project().folder().resolve("shops.yml"), targets.toString());
        add(promotion, "waves: " + waves + "\n    backup: { directory: ../backups }\n    targets-file: shops.yml\n");
        return promotion;
    }

    private static void add(Promotion promotion, String lines) {
        promotion.editStages(text ->
                text.stripTrailing() + "\n  - name: SHOPS\n    after: none\n    receipts: operator\n    " + lines);
    }

    private static RolloutCommand rollout(
            Promotion promotion, ReleaseInput release, Set<String> without, boolean preview) {
        return new RolloutCommand(release, promotion.stage("SHOPS"), promotion.key("operator"), without, preview, 20);
    }

    private Connection open(String name) throws SQLException, IOException {
        Files.createDirectories(folder.resolve("shops"));
        return DriverManager.getConnection("jdbc:h2:file:" + folder + "/shops/" + name, USER, PASSWORD);
    }
}
