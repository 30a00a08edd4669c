package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.DeployCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keycloak's changelog, more than 140 changesets of many years, through all three stages. Its Java migrations are left out:
 * they only convert rows of older installations, and need a running Keycloak.
 */
class PromotesAPublicChangelogTest {
    private static final Path UNPACKED = Path.of("target/keycloak/META-INF");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void through_three_stages(Databases product) throws IOException {
        Promotion promotion = Promotion.on(product, folder);
        meetKeycloaksNeeds(product, promotion);
        ReleaseInput release = sealed(promotion);

        promotion.promote(release);

        DeployCommand.Result again = promotion.deploy(release, "PRD");
        assertThat(again.repeated()).isTrue();
        assertThat(again.receipt().changesets()).hasSizeGreaterThan(140);
        assertThat(promotion.status("QAT").drift()).contains(false);
        assertThat(promotion.status("PRD").drift()).contains(false);
    }

    /** A PostgreSQL database with Keycloak's schema. */
    static TestDatabase deployed(Path folder) throws IOException {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.deploy(sealed(promotion), "DEV");
        return promotion.database("DEV");
    }

    private static ReleaseInput sealed(Promotion promotion) throws IOException {
        promotion.project().write("countersign.yml", """
                version: 1
                application: keycloak
                tag: v{version}
                changes: { root: keycloak, changelog: META-INF/jpa-changelog-master.xml }
                application-files: [ { directory: target, include: "*.jar" } ]
                """);
        try (Stream<Path> files = Files.list(UNPACKED)) {
            for (Path file : files.toList()) {
                promotion
                        .project()
                        .write(
                                "keycloak/META-INF/" + file.getFileName(),
                                Files.readString(file)
                                        .replaceAll("(?s)<customChange[^>]*(/>|>.*?</customChange>)", ""));
            }
        }
        return promotion.seal("1.0.0");
    }

    /** A character set of three bytes on MariaDB, and VALUE as a name on H2. */
    private static void meetKeycloaksNeeds(Databases product, Promotion promotion) {
        if (product == Databases.H2) {
            promotion.editStages(text -> text.replaceAll("(jdbc:h2:[^\"]*)", "$1;NON_KEYWORDS=VALUE"));
        }
        if (product == Databases.MARIADB) {
            for (String stage : Promotion.STAGES) {
                promotion.execute(
                        stage, "alter database " + promotion.database(stage).name() + " character set utf8mb3");
            }
        }
    }
}
