package io.countersign.database.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.ChangeRunner.Applied;
import io.countersign.database.ChangeRunner.Source;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.TestDatabase;
import io.countersign.progress.Progress;
import io.countersign.release.ChangelogReader.Changelog;
import io.countersign.release.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keycloak's changelog, more than 140 changesets of many years. Its Java migrations are left out: they only convert rows of
 * older installations, and need a running Keycloak.
 */
class PublicChangelogTest {
    private static final Path UNPACKED = Path.of("target/keycloak");
    private static final String CHANGELOG = "META-INF/jpa-changelog-master.xml";

    @TempDir
    Path root;

    @BeforeEach
    void leave_out_the_java_migrations() throws IOException {
        Files.createDirectories(root.resolve("META-INF"));
        try (Stream<Path> files = Files.list(UNPACKED.resolve("META-INF"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).replaceAll("(?s)<customChange[^>]*(/>|>.*?</customChange>)", "");
                Files.writeString(root.resolve("META-INF").resolve(file.getFileName()), text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void becomes_the_same_database_and_history_as_by_stock_Liquibase(Product product) throws Exception {
        Changelog read = new LiquibaseChangelogReader().read(root, CHANGELOG);
        TestDatabase stock = database(product);
        TestDatabase ours = database(product);

        Stock.update(stock, root, CHANGELOG);
        List<Applied> applied = apply(ours);

        assertThat(read.changesets()).hasSizeGreaterThan(140);
        assertThat(read.files()).hasSizeGreaterThan(60).contains(CHANGELOG);
        assertThat(applied).hasSizeGreaterThan(140);
        assertThat(Product.history(ours)).isEqualTo(Product.history(stock));
        assertThat(product.content(ours)).isEqualTo(product.content(stock));
        assertThat(Stock.unrun(ours, root, CHANGELOG)).isZero();
    }

    private List<Applied> apply(TestDatabase database) {
        Source source = new Source(FolderFiles.at(root), CHANGELOG);
        LiquibaseChangeRunner runner = new LiquibaseChangeRunner();
        try (TargetDatabase target = Targets.open(database)) {
            if (target.transactionalDdl()) {
                target.begin();
            }
            List<Applied> applied = runner.apply(target, source, Progress.silent());
            if (target.transactionalDdl()) {
                target.commit();
            }
            assertThat(runner.pending(target, source).pending()).isEmpty();
            return applied;
        }
    }

    /** As Keycloak asks for: a character set of three bytes on MariaDB, and VALUE as a name on H2. */
    private static TestDatabase database(Product product) throws SQLException {
        TestDatabase database = product.newDatabase();
        if (product == Product.H2) {
            return new TestDatabase(
                    database.name(), database.url() + ";NON_KEYWORDS=VALUE", database.user(), database.password());
        }
        if (product == Product.MARIADB) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter database " + database.name() + " character set utf8mb3");
            }
        }
        return database;
    }
}
