package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StatusCommand;
import io.countersign.harness.MariaDbServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main way on MySQL. All tests on MariaDB run there by {@code mvn verify -Pmysql-8}, which takes as long again. */
class PromotesOnMySqlTest {
    @TempDir
    Path folder;

    @Test
    void through_all_stages_killed_once_and_back() {
        assumeThat(MariaDbServer.isMySqlPossible())
                .as("this machine has the libnuma that MySQL needs")
                .isTrue();
        MariaDbServer server = MariaDbServer.sharedMySql();
        System.setProperty(Databases.MARIADB_TOOLS, server.client().getParent().toString());
        Promotion promotion = Promotion.on(Databases.MARIADB, server, folder);
        assertThat(product(promotion)).startsWith("MySQL 8.");
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);

        try (WorkingProcess process =
                WorkingProcess.start(promotion, promotion.deployment(second, "PRD"), "Applying changesets, step 2")) {
            assertThat(process.awaitMoment()).isPresent();
            process.kill();
        }
        assertThat(promotion.status("PRD").state().orElseThrow()).contains("was interrupted");
        promotion.recover("PRD");

        DeployCommand.Result deployed = promotion.deploy(second, "PRD");
        assertThat(deployed.receipt().approvers()).hasSize(2);
        StatusCommand.Line status = promotion.status("PRD");
        assertThat(status.version().orElseThrow().value()).isEqualTo("1.1.0");
        assertThat(status.drift()).contains(false);
        assertThat(promotion.deploy(second, "PRD").repeated()).isTrue();

        promotion.execute("PRD", "alter table book add column sneaked int");
        assertThat(promotion.status("PRD").drift()).contains(true);
        promotion.execute("PRD", "alter table book drop column sneaked");
        assertThat(promotion.rollBack(second, "PRD").way()).isEqualTo("restore");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
        assertThat(promotion.query("PRD", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
    }

    private static String product(Promotion promotion) {
        try (var target = promotion.target("PRD")) {
            return target.product();
        }
    }
}
