package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.command.RecoverCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RollbackToCommand;
import io.countersign.command.StatusCommand;
import io.countersign.ledger.ReleaseReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the third release back to the first, database and application, by backups and by the changesets' rollbacks. */
class RollsBackSeveralReleasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void by_restores_once_the_loss_is_agreed_to(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        deployThree(promotion);
        promotion.execute("DEV", "insert into book (id, title) values (3, 'written since')");

        assertThatThrownBy(() -> promotion.run(back(promotion, "v1.0.0", Optional.empty(), false)))
                .hasMessageContaining("[consent-missing]")
                .hasMessageContaining("takes back 2 deployments");
        assertThat(promotion.query("DEV", "select count(*) from book where id = 3"))
                .isEqualTo("1");
        assertThatThrownBy(() -> promotion.run(back(promotion, "0.9", Optional.empty(), true)))
                .hasMessageContaining("[parameter-invalid]")
                .hasMessageContaining("1.2.0, 1.1.0, 1.0.0");

        RollbackToCommand.Result result = promotion.run(back(promotion, "v1.0.0", Optional.empty(), true));

        expectFirst(promotion, result);
        assertThat(promotion.query("DEV", "select count(*) from book where id = 3"))
                .isEqualTo("0");
        assertThatThrownBy(() -> promotion.run(back(promotion, "1.0.0", Optional.empty(), true)))
                .hasMessageContaining("[nothing-to-roll-back]");
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void by_the_changesets_rollbacks_without_a_loss(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(text -> text.replaceFirst("after: none", "after: none\n    way-back: liquibase"));
        ReleaseInput third = deployThree(promotion);
        promotion.execute("DEV", "insert into book (id, title) values (3, 'written since')");

        assertThatThrownBy(() -> promotion.run(back(promotion, "1.0.0", Optional.empty(), false)))
                .hasMessageContaining("[parameter-missing]");
        RollbackToCommand.Result result = promotion.run(back(promotion, "1.0.0", Optional.of(third), false));

        expectFirst(promotion, result);
        assertThat(result.withdrawals()).hasSize(1);
        assertThat(result.untold()).extracting(ReleaseReference::version).containsExactly("1.1.0");
        assertThat(promotion.query("DEV", "select count(*) from book where id = 3"))
                .isEqualTo("1");
    }

    @Test
    void as_far_as_it_comes_and_says_so() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.editStages(text -> text.replaceFirst("after: none", "after: none\n    way-back: liquibase"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion
                .project()
                .changes("2", Project.SECOND_CHANGES.replace("--rollback drop table author", "--rollback select 1"));
        promotion.deploy(promotion.seal("1.1.0"), "DEV");
        promotion
                .project()
                .changes("3", "--liquibase formatted sql\n--changeset ada:7\nselect 1;\n--rollback select 1;\n");
        ReleaseInput third = promotion.seal("1.2.0");
        promotion.deploy(third, "DEV");

        assertThatThrownBy(() -> promotion.run(back(promotion, "1.0.0", Optional.of(third), false)))
                .hasMessageContaining("[rollback-incomplete]")
                .hasMessageContaining("Taken back before: bookshop 1.2.0")
                .hasMessageContaining("of the step that failed: DEV/main is unchanged");

        expectAt(promotion, "1.1.0");
        assertThat(promotion.evidence(third))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("withdrawal-DEV-main"));
    }

    /** Each release is taken back as by a rollback of its own: what a kill leaves is finished, and the rest is done by the same command. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void although_it_is_killed_on_the_way(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        deployThree(promotion);
        RollbackToCommand command = new RollbackToCommand(
                promotion.stage("DEV"), "1.0.0", Optional.empty(), promotion.key("operator"), true, 20);

        killAt(promotion, command, "Restoring");
        expectAt(promotion, "1.1.0");
        killAt(promotion, command, "Switching");
        expectAt(promotion, "1.0.0");

        assertThatThrownBy(() -> promotion.run(command)).hasMessageContaining("[nothing-to-roll-back]");
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
    }

    private static void killAt(Promotion promotion, RollbackToCommand command, String moment) {
        assertThat(WorkingProcess.killedAt(promotion, command, moment))
                .as(moment)
                .isPresent();
        promotion.run(new RecoverCommand(promotion.stage("DEV"), Optional.empty(), 20));
    }

    private static void expectAt(Promotion promotion, String version) {
        StatusCommand.Line status = promotion.status("DEV");
        assertThat(status.state()).as(version).isEmpty();
        assertThat(status.drift()).as(version).contains(false);
        assertThat(status.version().orElseThrow().value()).isEqualTo(version);
        assertThat(promotion.application("DEV")).contains("the bookshop " + version);
    }

    private static ReleaseInput deployThree(Promotion promotion) {
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.deploy(promotion.sealSecond(), "DEV");
        promotion.project().changes("3", """
                --liquibase formatted sql
                --changeset ada:7
                create table shelf (id int primary key);
                --rollback drop table shelf;
                """);
        ReleaseInput third = promotion.seal("1.2.0");
        promotion.deploy(third, "DEV");
        return third;
    }

    private static RollbackToCommand back(
            Promotion promotion, String to, Optional<ReleaseInput> release, boolean consent) {
        return new RollbackToCommand(promotion.stage("DEV"), to, release, promotion.key("operator"), consent, 0);
    }

    private static void expectFirst(Promotion promotion, RollbackToCommand.Result result) {
        assertThat(result.at().version()).isEqualTo("1.0.0");
        assertThat(result.undone()).extracting(ReleaseReference::version).isEqualTo(List.of("1.2.0", "1.1.0"));
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.0.0");
        assertThat(promotion.status("DEV").state()).isEmpty();
        assertThat(promotion.status("DEV").drift()).contains(false);
    }
}
