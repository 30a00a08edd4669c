package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.ReleaseInput;
import io.countersign.harness.MariaDbServer;
import io.countersign.ledger.LedgerEvent;
import io.countersign.progress.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** While a stage is frozen, an application that is alive can only read, or cannot connect; and can go on afterwards. */
class FreezesOthersTest {
    @TempDir
    Path folder;

    static Promotion frozen(Databases product, Path folder, String freeze) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(text -> text.replace("after: none\n", "after: none\n    freeze: " + freeze + "\n"));
        return promotion;
    }

    /** MariaDB's superuser has rights on the whole server, which is why it has to be excepted. */
    static String policy(Databases product, String mode) {
        return product == Databases.MARIADB ? "{ mode: " + mode + ", except: root }" : mode;
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, read-only", "POSTGRESQL, offline", "MARIADB, read-only", "MARIADB, offline", "H2, offline"
    })
    void others_are_kept_out_and_let_in_again(Databases product, String mode) throws Exception {
        assumeBackupsBesideReaders(product, mode);
        Promotion promotion = frozen(product, folder, policy(product, mode));
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(shop.writes()).isTrue();
        List<String> seen = new ArrayList<>();
        Progress progress = Moments.beginning("Applying", what -> {
            seen.add("connects " + shop.connects());
            seen.add("reads " + shop.reads());
            seen.add("writes " + shop.writes());
        });

        try (Connection before = shop.connect();
                Statement statement = before.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM book").close();
            promotion.deployment(second, "DEV").execute(promotion.context("tester@here", progress));
            assertThatThrownBy(() -> statement.executeUpdate("UPDATE book SET title = title WHERE id = 1"))
                    .as("a session from before")
                    .isInstanceOf(SQLException.class);
        }

        boolean offline = mode.equals("offline");
        assertThat(seen).containsExactly("connects " + !offline, "reads " + !offline, "writes false");
        assertThat(shop.reads()).isTrue();
        assertThat(shop.writes()).isTrue();
        assertThat(promotion.history("DEV").stream()
                        .map(event -> event.getClass().getSimpleName())
                        .toList())
                .containsSubsequence("Started", "Frozen", "BackedUp", "Succeeded", "Unfrozen", "Activated");
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    /** A deployment that fails is restored from its backup here: what was written between would be lost. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void no_acknowledged_write_is_lost_by_a_deployment_that_is_restored(Databases product) {
        assumeBackupsBesideReaders(product, "read-only");
        Promotion promotion = frozen(product, folder, policy(product, "read-only"));
        ShopClient shop = ShopClient.of(product, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion
                .project()
                .changes(
                        "2",
                        "--liquibase formatted sql\n--changeset ada:3"
                                + (product == Databases.POSTGRESQL ? " runInTransaction:false" : "")
                                + "\ncreate table author (id int primary key);\n--rollback drop table author;\n"
                                + "--changeset ada:4\ninsert into author (id) values (1), (1);\n--rollback empty\n");
        ReleaseInput failing = promotion.seal("1.1.0");
        Traffic traffic = new Traffic(shop);
        try (traffic) {
            traffic.awaitSome();
            assertThatThrownBy(() -> promotion.deploy(failing, "DEV"))
                    .hasMessageContaining("was restored from the backup");
            traffic.awaitSome();
        }

        assertThat(traffic.refusedWrites()).as("writes refused meanwhile").isNotEmpty();
        traffic.expectNothingLost();
    }

    @Test
    void sessions_that_do_not_end_by_themselves_refuse_the_deployment_where_the_policy_waits() throws Exception {
        Promotion promotion =
                frozen(Databases.POSTGRESQL, folder, "{ mode: read-only, sessions: wait, patience: 300ms }");
        ShopClient shop = ShopClient.of(Databases.POSTGRESQL, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        withoutBackup(promotion);

        try (Connection staying = shop.connect();
                Statement statement = staying.createStatement()) {
            assertThatThrownBy(() -> promotion.deploy(second, "DEV"))
                    .hasMessageContaining("[freeze-refused]")
                    .hasMessageContaining(shop.database().user())
                    .hasMessageContaining("DEV/main is unchanged");
            assertThat(statement.executeUpdate("UPDATE book SET title = title WHERE id = 1"))
                    .isEqualTo(1);
        }
        assertThat(shop.writes()).isTrue();
        assertThat(promotion.deploy(second, "DEV").repeated()).isFalse();
    }

    @Test
    void excepted_users_stay_connected_and_may_write() throws Exception {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        ShopClient shop = ShopClient.of(Databases.POSTGRESQL, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.editStages(text -> text.replace(
                "after: none\n",
                "after: none\n    freeze: { mode: read-only, except: [ "
                        + shop.database().user() + " ] }\n"));
        ReleaseInput second = promotion.sealSecond();
        List<Integer> written = new ArrayList<>();

        try (Connection staying = shop.connect();
                Statement statement = staying.createStatement()) {
            Progress progress = Moments.beginning("Frozen", what -> {
                try {
                    written.add(statement.executeUpdate("UPDATE book SET title = title WHERE id = 1"));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            withoutBackup(promotion);
            promotion.deployment(second, "DEV").execute(promotion.context("tester@here", progress));
        }

        assertThat(written).containsExactly(1);
    }

    /** Where everybody is shut out, a backup that needs the database alone does not mind who was there before. */
    @Test
    void offline_the_server_itself_can_make_the_backup() throws Exception {
        Promotion promotion = frozen(Databases.POSTGRESQL, folder, "offline");
        Databases.POSTGRESQL.allowCopies(promotion.database("DEV"));
        ShopClient shop = ShopClient.of(Databases.POSTGRESQL, promotion.database("DEV"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.editStages(text -> text.replaceFirst(
                "backup: \\{ (method: template, )?", "backup: { method: template, test-restore: true, "));
        ReleaseInput second = promotion.sealSecond();

        try (Connection staying = shop.connect()) {
            promotion.deploy(second, "DEV");
            assertThat(staying.isValid(5)).isFalse();
        }

        assertThat(shop.writes()).isTrue();
    }

    /** Without client tools for the server, backups are copies, which need the database alone. */
    static void assumeBackupsBesideReaders(Databases product, String mode) {
        assumeThat(product != Databases.POSTGRESQL || mode.equals("offline") || PostgresClient.isInstalled())
                .as("whether this machine has pg_dump and psql for the server")
                .isTrue();
    }

    private static void withoutBackup(Promotion promotion) {
        promotion.editStages(
                text -> text.replaceFirst("backup: \\{ [^}]*}", "backup: { method: none }\n    way-back: liquibase"));
    }

    @Test
    void what_cannot_be_frozen_is_refused_at_the_gate() {
        Promotion mariaDb = frozen(Databases.MARIADB, folder.resolve("mariadb"), "read-only");
        ShopClient.of(Databases.MARIADB, mariaDb.database("DEV"));
        ReleaseInput onMariaDb = mariaDb.sealFirst();
        assertThatThrownBy(() -> mariaDb.deploy(onMariaDb, "DEV"))
                .hasMessageContaining("[gate-refused]")
                .hasMessageContaining("freeze");

        Promotion h2 = frozen(Databases.H2, folder.resolve("h2"), "read-only");
        ReleaseInput onH2 = h2.sealFirst();
        assertThatThrownBy(() -> h2.deploy(onH2, "DEV"))
                .hasMessageContaining("[gate-refused]")
                .hasMessageContaining("freeze");
    }

    @Test
    void privileges_come_back_as_they_were() {
        Promotion promotion = frozen(Databases.MARIADB, folder, policy(Databases.MARIADB, "offline"));
        ShopClient shop = ShopClient.of(Databases.MARIADB, promotion.database("DEV"));
        String before = grants(shop);

        promotion.deploy(promotion.sealFirst(), "DEV");

        assertThat(promotion.history("DEV")).anyMatch(LedgerEvent.Frozen.class::isInstance);
        assertThat(grants(shop)).isEqualTo(before).contains("GRANT OPTION");
    }

    private static String grants(ShopClient shop) {
        try (Connection connection = MariaDbServer.shared().administration().connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SHOW GRANTS FOR '" + shop.database().user() + "'@'localhost'")) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1).replaceAll("IDENTIFIED BY PASSWORD '.*'", ""))
                        .append('\n');
            }
            return all.toString();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
