package io.countersign.it.core;

import static io.countersign.it.core.Rollouts.deployments;
import static io.countersign.it.core.Rollouts.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.ApproveWaveCommand;
import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RolloutCommand;
import io.countersign.command.RolloutCommand.End;
import io.countersign.command.RolloutLine;
import io.countersign.command.RolloutLine.Outcome;
import io.countersign.command.StageInput;
import io.countersign.command.VerifyCommand;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shops are in somebody's catalogue; each wave but the first waits until those who approve have signed that it may begin. */
class WaitsBetweenWavesTest {
    @TempDir
    Path folder;

    @Test
    void until_enough_people_have_signed_and_goes_on_behind_a_kill() {
        Promotion promotion = shops(6);
        ReleaseInput release = accepted(promotion);

        RolloutCommand.Result canary = promotion.run(rollout(promotion, release));

        assertThat(canary.end()).isEqualTo(End.PAUSED);
        assertThat(names(canary, Outcome.DEPLOYED)).containsExactly("shop-1");
        assertThat(canary.awaited().orElseThrow()).contains("Wave 2", "1 developer", "1 customer", "approve-wave");
        assertThatThrownBy(() -> promotion.run(deployment(promotion, release, "shop-2")))
                .as("not by the back door either")
                .hasMessageContaining("[gate-refused]")
                .hasMessageContaining("wave");
        assertThatThrownBy(() -> approve(promotion, release, "stranger")).hasMessageContaining("[key-unknown]");
        ApproveWaveCommand.Result first = approve(promotion, release, "developer");
        assertThat(first.wave()).isEqualTo(2);
        assertThat(first.targets()).containsExactly("shop-2", "shop-3");
        assertThat(first.behind()).containsExactly("shop-1");
        assertThat(first.missing()).contains("customer");
        assertThat(promotion.run(rollout(promotion, release)).end()).isEqualTo(End.PAUSED);
        assertThat(approve(promotion, release, "customer").missing()).isEmpty();
        assertThat(WorkingProcess.killedAt(promotion, rollout(promotion, release), "Wave 2: shop-2"))
                .isPresent();

        RolloutCommand.Result second = promotion.run(rollout(promotion, release));

        assertThat(second.end()).isEqualTo(End.PAUSED);
        assertThat(names(second, Outcome.PRESENT)).contains("shop-1", "shop-2");
        assertThat(names(second, Outcome.WAITING)).containsExactly("shop-4", "shop-5", "shop-6");
        assertThat(second.awaited().orElseThrow()).contains("Wave 3");
        approve(promotion, release, "developer");
        approve(promotion, release, "customer");
        RolloutCommand.Result last = promotion.run(rollout(promotion, release));
        assertThat(last.end()).isEqualTo(End.COMPLETE);
        for (RolloutLine line : last.lines()) {
            assertThat(deployments(promotion, line.target())).as(line.target()).isEqualTo(1);
        }
        assertThatThrownBy(() -> approve(promotion, release, "developer"))
                .hasMessageContaining("No wave of SHOPS waits");
        expectVerified(promotion, release, Path.of(last.receiptFile().orElseThrow()));
    }

    /** A summary counts as other evidence does, and only with the receipts that it sums up. */
    private static void expectVerified(Promotion promotion, ReleaseInput release, Path summary) {
        VerifyCommand verify = new VerifyCommand(release, Optional.of(promotion.stagesFile()));
        VerifyCommand.Result whole = promotion.run(verify);
        assertThat(whole.refusal()).isEmpty();
        assertThat(whole.statements())
                .extracting(VerifyCommand.Verdict::file)
                .contains(String.valueOf(summary.getFileName()))
                .filteredOn(file -> file.startsWith("wave-SHOPS-"))
                .hasSize(4);
        Path receipt = promotion.evidence(release).resolve(onlyReceiptOf(promotion, release, "shop-5"));
        assertThat(receipt.toFile().delete()
                        && Path.of(receipt + ".asc").toFile().delete())
                .isTrue();
        assertThat(promotion.run(verify).refusal().map(Problem::text).orElseThrow())
                .contains("no receipt that counts says the same of shop-5");
        Promotion.write(summary, Promotion.read(summary).replace("shop-6", "shop-7"));
        assertThat(promotion.run(verify).refusal().map(Problem::text).orElseThrow())
                .contains(summary.getFileName() + ": ");
    }

    private static String onlyReceiptOf(Promotion promotion, ReleaseInput release, String target) {
        String[] files = promotion
                .evidence(release)
                .toFile()
                .list((where, name) -> name.startsWith("deployment-SHOPS-" + target) && name.endsWith(".json"));
        assertThat(files).hasSize(1);
        return files[0];
    }

    /** Otherwise the wave that was left out would be waited for, for ever. */
    @Test
    void and_a_wave_behind_one_that_was_left_out_is_named() {
        Promotion promotion = shops(6);
        ReleaseInput release = accepted(promotion);
        RolloutCommand others = new RolloutCommand(
                release, promotion.stage("SHOPS"), promotion.key("operator"), Set.of("shop-2", "shop-3"), false, 20);

        assertThat(promotion.run(others).awaited().orElseThrow()).contains("Wave 3", "-Dcountersign.wave=3");
        assertThat(approve(promotion, release, "developer").wave()).isEqualTo(2);
        ApproveWaveCommand.Result third = approve(promotion, release, "developer", Optional.of(3));
        assertThat(third.wave()).isEqualTo(3);
        assertThat(third.open()).as("shown to who signs").containsExactly("shop-2", "shop-3");
        assertThat(approve(promotion, release, "customer", Optional.of(3)).missing())
                .isEmpty();

        RolloutCommand.Result rest = promotion.run(others);

        assertThat(rest.end()).isEqualTo(End.COMPLETE);
        assertThat(names(rest, Outcome.DEPLOYED)).containsExactly("shop-4", "shop-5", "shop-6");
        for (int number : new int[] {1, 4}) {
            assertThatThrownBy(() -> approve(promotion, release, "customer", Optional.of(number)))
                    .hasMessageContaining("[parameter-invalid]");
        }
    }

    @Test
    void and_what_was_signed_for_other_waves_does_not_count() {
        Promotion promotion = shops(4);
        ReleaseInput release = accepted(promotion);
        promotion.run(rollout(promotion, release));
        approve(promotion, release, "developer");
        approve(promotion, release, "customer");

        catalogue(
                promotion,
                "INSERT INTO shop SELECT 0, 'shop-0', replace(url, 'shop-1', 'shop-0') FROM shop WHERE place = 1");
        assertThat(promotion.run(rollout(promotion, release)).awaited().orElseThrow())
                .as("another shop came before all others")
                .contains("Wave 2");
        catalogue(promotion, "DELETE FROM shop WHERE place = 0");
        promotion.editStages(text -> text.replace("pause: approval", "pause: false"));
        RolloutCommand.Result unpinned = promotion.run(rollout(promotion, release));
        assertThat(names(unpinned, Outcome.PRESENT)).as("has the release").contains("shop-1");
        ReleaseInput second = promotion.sealSecond();
        promotion.approve(second, "SHOPS", "developer");
        promotion.approve(second, "SHOPS", "customer");
        assertThatThrownBy(() -> promotion.run(deployment(promotion, second, "shop-1")))
                .as("the policy with the pause is pinned where the canary was deployed")
                .hasMessageContaining("[gate-refused]")
                .hasMessageContaining("policy");
    }

    @Test
    void a_catalogue_that_tells_no_targets_is_refused_with_its_mistakes() {
        Promotion promotion = shops(2);
        ReleaseInput release = accepted(promotion);

        catalogue(
                promotion,
                "INSERT INTO shop VALUES (3, 'no name', 'jdbc:h2:mem:x;PASSWORD=secret-1'), (4, 'shop-1', 'x')");
        assertThatThrownBy(() -> promotion.run(rollout(promotion, release)))
                .hasMessageContaining("[catalogue-invalid]")
                .hasMessageContaining("\"no name\" is no name")
                .hasMessageContaining("holds a password")
                .hasMessageContaining("shop-1 is there twice")
                .message()
                .doesNotContain("secret-1");
        catalogue(promotion, "DELETE FROM shop");
        assertThatThrownBy(() -> promotion.run(rollout(promotion, release))).hasMessageContaining("names no target");
        promotion.editStages(text -> text.replace("FROM shop", "FROM nothing"));
        assertThatThrownBy(() -> promotion.run(rollout(promotion, release)))
                .hasMessageContaining("its targets were asked for");
        promotion.editStages(text -> text.replace("SELECT name, url FROM nothing ORDER BY place", "DROP TABLE shop"));
        assertThatThrownBy(() -> promotion.run(rollout(promotion, release)));
        catalogue(promotion, "SELECT * FROM shop");
    }

    /** Six shops in files, a catalogue of them on PostgreSQL. */
    private Promotion shops(int count) {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        TestDatabase catalogue = PostgresServer.shared().newDatabase();
        promotion.add("CATALOGUE", catalogue);
        promotion.variables().put("SHOP_USER", "shop");
        promotion.variables().put("SHOP_PASSWORD", "for-all-shops-1");
        catalogue(promotion, "CREATE TABLE shop (place int PRIMARY KEY, name text, url text)");
        for (int i = 1; i <= count; i++) {
            catalogue(
                    promotion,
                    String.format(
                            Locale.ROOT,
                            "INSERT INTO shop VALUES (%d, 'shop-%d', 'jdbc:h2:file:%s/shops/shop-%d')",
                            i,
                            i,
                            folder,
                            i));
        }
        promotion.editStages(text -> text.stripTrailing() + """

                  - name: SHOPS
                    after: none
                    approvals: 1 developer and 1 customer
                    receipts: operator
                    backup: { directory: ../backups }
                    waves: { sizes: [ 1, 2 ], pause: approval }
                    targets-query:
                      url: "%s"
                      credentials: { environment: { user: CATALOGUE_USER, password: CATALOGUE_PASSWORD } }
                      sql: SELECT name, url FROM shop ORDER BY place
                      target-credentials: { environment: { user: SHOP_USER, password: SHOP_PASSWORD } }
                """.formatted(catalogue.url()));
        return promotion;
    }

    private static void catalogue(Promotion promotion, String sql) {
        try (Connection connection = promotion.database("CATALOGUE").connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static ReleaseInput accepted(Promotion promotion) {
        ReleaseInput release = promotion.sealFirst();
        promotion.approve(release, "SHOPS", "developer");
        promotion.approve(release, "SHOPS", "customer");
        return release;
    }

    private static ApproveWaveCommand.Result approve(Promotion promotion, ReleaseInput release, String person) {
        return approve(promotion, release, person, Optional.empty());
    }

    private static ApproveWaveCommand.Result approve(
            Promotion promotion, ReleaseInput release, String person, Optional<Integer> wave) {
        return promotion.run(new ApproveWaveCommand(
                release,
                promotion.stage("SHOPS"),
                promotion.key(person),
                Optional.empty(),
                "",
                Optional.empty(),
                wave));
    }

    private static RolloutCommand rollout(Promotion promotion, ReleaseInput release) {
        return new RolloutCommand(release, promotion.stage("SHOPS"), promotion.key("operator"), Set.of(), false, 20);
    }

    private static DeployCommand deployment(Promotion promotion, ReleaseInput release, String target) {
        return new DeployCommand(release, shop(promotion, target), promotion.key("operator"), 20);
    }

    private static StageInput shop(Promotion promotion, String target) {
        return new StageInput(promotion.stagesFile(), "SHOPS", Optional.of(target));
    }
}
