package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StatusCommand;
import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main way on MySQL. All tests on MariaDB run there by {@code mvn verify -Pmysql-8}, which takes as long again. */
class PromotesOnMySqlTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void need_a_server() {
        assumeThat(MariaDbServer.isMySqlPossible())
                .as("this machine has the libnuma that MySQL needs")
                .isTrue();
    }

    @Test
    void tells_how_an_account_that_wants_its_password_encrypted_is_let_in() throws SQLException {
        TestDatabase database = MariaDbServer.sharedMySql().newDatabase();
        try (Connection connection =
                        MariaDbServer.sharedMySql().administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER '" + database.user()
                    + "'@'localhost' IDENTIFIED WITH caching_sha2_password BY '" + database.password() + "'");
        }

        CountersignException refused = catchThrowableOfType(
                CountersignException.class, () -> open(database, "").close());

        assertThat(refused.code()).isEqualTo(ProblemCode.DATABASE_LOGIN_REFUSED);
        assertThat(refused.problem().found()).contains("sslMode=verify-full", "allowPublicKeyRetrieval=true");
        try (TargetDatabase target = open(database, "?allowPublicKeyRetrieval=true")) {
            assertThat(target.product()).startsWith("MySQL 8.");
        }
    }

    private static TargetDatabase open(TestDatabase database, String options) {
        return TargetDatabases.connect(new ConnectionSettings(
                "DEV/main",
                database.url() + options,
                Optional.of(database.user()),
                Secret.of(database.password()),
                Optional.empty(),
                Duration.ofSeconds(15)));
    }

    @Test
    void through_all_stages_killed_once_and_back() {
        MariaDbServer server = MariaDbServer.sharedMySql();
        System.setProperty(Databases.MARIADB_TOOLS, server.client().getParent().toString());
        Promotion promotion = Promotion.on(Databases.MARIADB, server, folder);
        assertThat(product(promotion)).startsWith("MySQL 8.");
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);

        assertThat(WorkingProcess.killedAt(
                        promotion, promotion.deployment(second, "PRD"), "Applying changesets, step 2"))
                .isPresent();
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
