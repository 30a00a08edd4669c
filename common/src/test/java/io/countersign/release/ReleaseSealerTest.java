package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseSealerTest {
    @TempDir
    Path temp;

    private GitProject project;

    @BeforeEach
    void bookshop() {
        project = GitProject.bookshop(temp.resolve("bookshop"));
    }

    @Test
    void seals_what_the_changelog_needs_and_the_file_sets_name_and_nothing_else() {
        SealedRelease release = project.seal();

        assertThat(release.manifest().entries())
                .extracting(ManifestEntry::path)
                .containsExactly(
                        "application/bookshop.jar",
                        "changes/books.sql",
                        "changes/changelog.xml",
                        "configuration/shop.properties");
        assertThat(release.manifest().changesets())
                .extracting(changeset -> changeset.id().toString())
                .containsExactly("books.sql::1::ada");
        assertThat(release.manifest().changelog()).contains("changelog.xml");
        assertThat(new String(release.read("changes/books.sql"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(GitProject.BOOKS);
    }

    @Test
    void says_in_the_manifest_where_it_comes_from() {
        Manifest manifest = project.seal().manifest();

        assertThat(manifest.title()).isEqualTo("bookshop 1.4.0");
        assertThat(manifest.preliminary()).isFalse();
        assertThat(manifest.source())
                .isEqualTo(new SourceRevision(
                        project.git("rev-parse", "HEAD"),
                        Optional.of("v1.4.0"),
                        Optional.of(project.git("rev-parse", "v1.4.0")),
                        1_760_000_001L));
        assertThat(manifest.requires()).contains(new DatabaseVersion("1.3.0"));
        assertThat(manifest.tool()).isEqualTo("1.0.0");
        assertThat(manifest.liquibase()).startsWith("4.");
    }

    @Test
    void writes_a_zip_that_plain_tools_read() throws Exception {
        Path zip = project.seal().file();

        try (ZipFile file = new ZipFile(zip.toFile())) {
            assertThat(file.stream().map(ZipEntry::getName))
                    .startsWith("release.json", "application/bookshop.jar")
                    .hasSize(5);
            assertThat(file.stream()).allSatisfy(entry -> {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(entry.getExtra()).isNull();
                assertThat(file.getInputStream(entry).readAllBytes()).hasSize((int) entry.getSize());
            });
        }
    }

    @Test
    void leaves_nothing_beside_the_release() {
        project.seal();

        assertThat(project.folder().resolve("target"))
                .isDirectoryNotContaining(path -> !List.of("bookshop.jar", "bookshop-1.4.0-release.zip")
                        .contains(path.getFileName().toString()));
    }

    @Test
    void seals_a_project_in_a_subfolder_of_the_repository() {
        GitProject repository = GitProject.empty(temp.resolve("mono"));
        repository.write("shop/db/changelog.xml", GitProject.CHANGELOG);
        repository.write("shop/db/books.sql", GitProject.BOOKS);
        repository.write("shop/config/shop.properties", "currency=CHF\n");
        repository.write("shop/target/bookshop.jar", "jar");
        repository.write("other/db/changelog.xml", "another project's");
        repository.write(".gitignore", "target/\n");
        repository.commit("Two projects");
        repository.git("tag", "v1.4.0");

        SealedRelease release = new GitProject(repository.folder().resolve("shop")).seal();

        assertThat(release.manifest().entries()).hasSize(4);
        assertThat(release.manifest().source().tagObject()).isEmpty();
    }

    @Test
    void seals_from_a_linked_work_tree() {
        project.git("worktree", "add", "-q", "../linked", "v1.4.0");
        GitProject linked = new GitProject(temp.resolve("linked"));
        linked.write("target/bookshop.jar", "not really a jar\n");

        assertThat(linked.seal().digest()).isEqualTo(project.seal().digest());
    }

    @Test
    void refuses_a_dirty_work_tree_and_names_the_files() {
        project.write("db/books.sql", GitProject.BOOKS + "\n");
        project.write("new.txt", "new");

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> project.seal())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.WORK_TREE_DIRTY))
                .withMessageContaining("2 files")
                .withMessageContaining("db/books.sql, new.txt")
                .withMessageContaining("git stash -u");
        assertThat(project.folder().resolve("target/bookshop-1.4.0-release.zip"))
                .doesNotExist();
    }

    @Test
    void refuses_a_commit_without_the_tag_and_gives_the_command() {
        project.git("tag", "-d", "v1.4.0");
        project.git("tag", "other");

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> project.seal())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.TAG_MISSING))
                .withMessageContaining("carries other")
                .withMessageContaining("git tag -s v1.4.0");
    }

    @Test
    void refuses_a_tag_of_another_commit_also_for_a_preliminary_release() {
        project.git("commit", "-q", "--allow-empty", "-m", "Later");

        refused(ProblemCode.TAG_MISMATCH, () -> project.seal());
        refused(ProblemCode.TAG_MISMATCH, () -> project.seal(project.sources("1.4.0", true)));
    }

    @Test
    void refuses_a_snapshot_unless_preliminary_releases_are_allowed() {
        refused(ProblemCode.RELEASE_PRELIMINARY, () -> project.seal(project.sources("1.5.0-SNAPSHOT", false)));

        Manifest manifest =
                project.seal(project.sources("1.5.0-SNAPSHOT", true)).manifest();
        assertThat(manifest.preliminary()).isTrue();
        assertThat(manifest.source().tag()).isEmpty();
    }

    @Test
    void a_missing_tag_makes_a_preliminary_release_where_allowed() {
        project.git("tag", "-d", "v1.4.0");

        assertThat(project.seal(project.sources("1.4.0", true)).manifest().preliminary())
                .isTrue();
    }

    @Test
    void a_tagged_and_clean_version_is_not_preliminary_though_it_would_be_allowed() {
        assertThat(project.seal(project.sources("1.4.0", true)).digest())
                .isEqualTo(project.seal().digest());
    }

    @Test
    void a_dirty_work_tree_is_sealed_as_git_would_commit_it() {
        project.write(".gitattributes", "*.sql text\n");
        project.write("db/books.sql", (GitProject.BOOKS + "-- more\n").replace("\n", "\r\n"));
        project.write("db/untracked.sql", "nobody needs it");

        SealedRelease release = project.seal(project.sources("1.4.0", true));

        assertThat(release.manifest().preliminary()).isTrue();
        assertThat(release.read("changes/books.sql")).asString().isEqualTo(GitProject.BOOKS + "-- more\n");
    }

    @Test
    void refuses_a_folder_outside_of_git() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("elsewhere"));

        refused(ProblemCode.GIT_REPOSITORY_MISSING, () -> new GitProject(folder).seal());
    }

    @Test
    void refuses_a_repository_without_a_commit() {
        refused(
                ProblemCode.GIT_REPOSITORY_MISSING,
                () -> GitProject.empty(temp.resolve("fresh")).seal());
    }

    @Test
    void refuses_links_in_git_and_on_the_disk() throws IOException {
        Files.createSymbolicLink(project.folder().resolve("target/evil.jar"), Path.of("/etc/passwd"));
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal());
        Files.delete(project.folder().resolve("target/evil.jar"));

        Files.createSymbolicLink(project.folder().resolve("config/link"), Path.of("/etc/passwd"));
        project.commit("A link");
        project.git("tag", "-f", "v1.4.0");
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal());
    }

    @Test
    void refuses_a_file_set_through_a_linked_folder() throws IOException {
        Files.createDirectories(temp.resolve("outside"));
        Files.writeString(temp.resolve("outside/a.jar"), "jar");
        Files.createSymbolicLink(project.folder().resolve("target/lib"), temp.resolve("outside"));

        refused(ProblemCode.SOURCE_INVALID, () -> project.seal(project.application("target/lib", "**")));
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal(project.application("target", "**")));
    }

    @Test
    void refuses_names_that_differ_in_case_only() {
        project.write("target/Bookshop.jar", "another");

        refused(ProblemCode.SOURCE_INVALID, () -> project.seal());
    }

    @Test
    void refuses_names_that_not_every_system_knows() {
        project.write("target/aux.jar", "a device on Windows");

        refused(ProblemCode.SOURCE_INVALID, () -> project.seal());
    }

    @Test
    void refuses_a_pattern_that_finds_nothing_and_a_folder_that_is_missing() {
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal(project.application("target", "*.war")));
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal(project.application("dist", "**")));
        refused(ProblemCode.SOURCE_INVALID, () -> project.seal(project.application("../bookshop/target", "**")));
    }

    @Test
    void never_seals_ignored_files_beside_files_that_git_has() {
        project.write("config/.gitignore", "local.properties\n");
        project.commit("Ignore local settings");
        project.git("tag", "-f", "v1.4.0");
        project.write("config/local.properties", "password=secret");

        SealedRelease release = project.seal(project.application("config", "**/*.properties"));

        assertThat(release.manifest().entries())
                .extracting(ManifestEntry::path)
                .containsExactly("application/shop.properties");
    }

    @Test
    void does_not_seal_the_release_into_itself() {
        ReleaseSources everything = project.application("target", "**");

        Digest first = project.seal(everything).digest();

        assertThat(project.seal(everything).digest()).isEqualTo(first);
    }

    @Test
    void a_missing_file_of_the_changelog_stops_the_sealing_and_keeps_the_release_before() throws IOException {
        SealedRelease before = project.seal();
        project.git("rm", "-q", "db/books.sql");
        project.commit("Forget a file");
        project.git("tag", "-f", "v1.4.0");

        refused(ProblemCode.CHANGELOG_FILE_MISSING, () -> project.seal());

        assertThat(Digest.of(before.file())).isEqualTo(before.digest());
        try (Stream<Path> files = Files.list(project.folder().resolve("target"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void refuses_to_write_where_it_cannot_and_leaves_nothing() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a folder");

        refused(
                ProblemCode.FILE_NOT_WRITABLE,
                () -> ReleaseSealer.seal(
                        project.application("target", "*.jar"),
                        (root, changelog) -> new ChangelogReader.Changelog(List.of(), List.of(), ""),
                        file.resolve("release.zip"),
                        io.countersign.progress.Progress.silent()));
    }

    @Test
    void keeps_executable_files_executable() throws IOException {
        Path script = project.write("target/start.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        SealedRelease release = project.seal(project.application("target", "*.sh"));

        release.extract(Manifest.APPLICATION, temp.resolve("unpacked"));

        assertThat(release.manifest().entries()).singleElement().matches(ManifestEntry::executable);
        assertThat(temp.resolve("unpacked/start.sh")).isExecutable();
    }

    @Test
    void takes_the_mode_from_git_where_git_has_the_file() {
        project.write("bin/start.sh", "#!/bin/sh\n");
        project.git("add", "bin/start.sh");
        project.git("update-index", "--chmod=+x", "bin/start.sh");
        project.git("commit", "-q", "-m", "A script");
        project.git("config", "core.fileMode", "false");
        project.git("tag", "-f", "v1.4.0");

        SealedRelease release = project.seal(project.application("bin", "**"));

        assertThat(release.manifest().entries()).singleElement().matches(ManifestEntry::executable);
    }

    @Test
    void seals_empty_files() {
        project.write("target/empty.jar", "");

        SealedRelease release = project.seal();

        assertThat(release.read("application/empty.jar")).isEmpty();
    }

    private static void refused(ProblemCode code, ThrowingCallable what) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(what)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
