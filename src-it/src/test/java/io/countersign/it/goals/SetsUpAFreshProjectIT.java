package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import io.countersign.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a newcomer does: a project with a changelog, the files that {@code init} writes, keys, and the next steps. */
class SetsUpAFreshProjectIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void that_seals_checks_and_deploys_with_the_files_as_they_were_written(MavenHome maven) throws Exception {
        Workshop shop = new Workshop(folder);
        shop.write("pom.xml", """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId><artifactId>library</artifactId><version>1.0.0</version>
                  <packaging>pom</packaging>
                </project>
                """);
        shop.write(".gitignore", "target/\nsecret/\n");
        shop.write(
                "src/main/resources/db/changelog.sql",
                "--liquibase formatted sql\n--changeset ada:1\ncreate table loan (id int primary key);\n");
        shop.git("init", "-q", "-b", "main");

        MavenRun.Result init = shop.maven().on(maven).goal("init");
        assertThat(init.succeeded()).as(init.output()).isTrue();
        assertThat(init.output())
                .contains("Next:", "gpg --armor --export", "countersign:seal", "git tag -a v1.0.0 -m 1.0.0");
        assertThat(Files.readString(folder.resolve(".gitignore"))).contains("/backups/\n", "/stages/\n");
        for (String role : new String[] {"developers", "customer", "operators"}) {
            shop.key(role, Secret.none());
        }
        shop.commitAndTag();

        MavenRun.Result result = shop.maven()
                .on(maven)
                .with("countersign.stage", "DEV")
                .goals("seal", "verify", "check", "deploy", "status");
        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).contains("The gate is open.", "was deployed to DEV/dev");
        assertThat(folder.resolve("target/library-1.0.0-release.zip")).isRegularFile();

        // the database of DEV outlives mvn clean, with its ledger
        assertThat(folder.resolve("stages/dev.mv.db")).isRegularFile();

        // the backup of DEV lies in the project now, and is nothing that a release would be made of
        MavenRun.Result sealedAgain = shop.maven().on(maven).goal("seal");
        assertThat(sealedAgain.succeeded()).as(sealedAgain.output()).isTrue();

        MavenRun.Result again = shop.maven().on(maven).goal("init");
        assertThat(again.succeeded()).isFalse();
        assertThat(again.output()).contains("[file-exists]");
        assertThat(Files.readString(folder.resolve("countersign.yml"))).contains("application: library");
    }
}
