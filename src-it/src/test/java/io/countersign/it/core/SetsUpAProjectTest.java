package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.InitCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.progress.Progress;
import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.yaml.ProjectConfigurationReader;
import io.countersign.release.ManifestEntry;
import io.countersign.release.SealedRelease;
import io.countersign.report.TextRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetsUpAProjectTest {
    @TempDir
    Path folder;

    /** Liquibase has the path below the resources in its table, whichever module they are in. */
    @ParameterizedTest
    @CsvSource({
        "src/main/resources/db/changelog.xml, src/main/resources, db/changelog.xml",
        "a/src/main/resources/db/changelog.xml, a/src/main/resources, db/changelog.xml",
        "a/b/src/main/resources/root.sql, a/b/src/main/resources, root.sql",
        "db/main/changelog.sql, db/main, changelog.sql"
    })
    void changelogs_keep_the_paths_by_which_liquibase_knows_them(String file, String root, String changelog)
            throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, "");

        init(Optional.empty());

        ProjectConfiguration project = ProjectConfigurationReader.read(folder.resolve("countersign.yml"));
        assertThat(project.changesRoot()).contains(root);
        assertThat(project.changelog()).contains(changelog);
    }

    @Test
    void databases_and_backups_lie_where_neither_git_nor_a_clean_build_minds_them() throws IOException {
        Files.writeString(folder.resolve(".gitignore"), "target/\n/stages");

        init(Optional.empty());

        assertThat(Files.readString(folder.resolve("stages.yml"))).contains("jdbc:h2:./stages/dev");
        assertThat(Files.readAllLines(folder.resolve(".gitignore")))
                .containsOnlyOnce("/stages", "/backups/")
                .doesNotContain("/stages/");
    }

    /** Builds leave the files of earlier versions where they were. */
    @Test
    void a_pattern_with_the_version_leaves_other_versions_out() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion
                .project()
                .write(
                        "countersign.yml",
                        Promotion.read(promotion.project().folder().resolve("countersign.yml"))
                                .replace("*.jar", "shop-{version}.jar"));
        promotion.project().write("target/shop-0.9.0.jar", "the last one");
        promotion.project().write("target/shop-1.0.0.jar", "this one");

        ReleaseInput release = promotion.sealFirst();

        assertThat(SealedRelease.open(release.release().toPath()).manifest().entries())
                .extracting(ManifestEntry::path)
                .filteredOn(path -> path.startsWith("application/"))
                .containsExactly("application/shop-1.0.0.jar");
    }

    @Test
    void the_next_steps_name_the_projects_version() {
        assertThat(next(Optional.of("2.3.0"))).contains("(git tag -a v2.3.0 -m 2.3.0)");
        assertThat(next(Optional.of("2.4.0-SNAPSHOT")))
                .contains("make the project's version 2.4.0, commit them")
                .contains("(git tag -a v2.4.0 -m 2.4.0)");
        assertThat(next(Optional.empty())).contains("(git tag -a v1.0.0 -m 1.0.0)");
    }

    private String next(Optional<String> version) {
        try {
            Files.deleteIfExists(folder.resolve("countersign.yml"));
            Files.deleteIfExists(folder.resolve("stages.yml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return String.join(
                " ", new TextRenderer(1000, false).render(init(version).report()));
    }

    private InitCommand.Result init(Optional<String> version) {
        return new InitCommand(folder.toFile(), Optional.of("shop"), version)
                .execute(HostContext.of("tester@here", Map.of(), Progress.silent()));
    }
}
