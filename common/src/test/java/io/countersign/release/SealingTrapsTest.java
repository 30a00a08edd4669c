package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways in which something other than what was committed and tagged could get into a release. */
class SealingTrapsTest {
    @TempDir
    Path folder;

    private GitProject project;

    @BeforeEach
    void bookshop() {
        project = GitProject.bookshop(folder.resolve("bookshop"));
    }

    @Test
    void refuses_a_branch_that_poses_as_the_tag() {
        project.git("branch", "release");

        ReleaseSources branch = withTag("../heads/release");

        assertRefused(ProblemCode.PARAMETER_INVALID, branch, "../heads/release");
    }

    /** Otherwise git would see a clean work tree elsewhere, and the files here would be taken for build output. */
    @Test
    void refuses_a_repository_whose_work_tree_is_elsewhere() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        project.git("--work-tree=" + elsewhere, "checkout", "-f", "HEAD", "--", ".");
        project.git("config", "core.worktree", elsewhere.toString());
        project.write("config/shop.properties", "currency=nobody-committed-this\n");

        assertRefused(ProblemCode.GIT_REPOSITORY_MISSING, project.sources(), "elsewhere");
    }

    @Test
    void refuses_a_pointer_of_git_lfs_in_the_place_of_a_file() {
        project.write(
                "config/logo.png",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a".repeat(64) + "\nsize 12345\n");
        project.commit("A logo");
        project.git("tag", "-f", "v1.4.0");

        assertRefused(ProblemCode.SOURCE_INVALID, project.sources(), "Git LFS");
    }

    @Test
    void does_not_leave_out_a_file_silently_because_its_name_has_a_newline() {
        project.write("config/two\nlines.properties", "a=1\n");
        project.commit("An odd name");
        project.git("tag", "-f", "v1.4.0");

        assertRefused(ProblemCode.SOURCE_INVALID, project.sources(), "two\\u000Alines.properties");
    }

    @Test
    void seals_the_same_through_a_link_to_the_project_with_the_release_before_in_the_file_set() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), project.folder());
        GitProject linked = new GitProject(link);
        ReleaseSources everythingBuilt = linked.application("target", "**");

        Digest first = linked.seal(everythingBuilt).digest();

        assertThat(linked.seal(everythingBuilt).digest()).isEqualTo(first);
        assertThat(project.seal(project.application("target", "**")).digest()).isEqualTo(first);
    }

    @Test
    void knows_the_time_of_commits_after_2038() throws Exception {
        ProcessBuilder commit = new ProcessBuilder("git", "commit", "--amend", "-q", "-m", "Far ahead")
                .directory(project.folder().toFile())
                .inheritIO();
        commit.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        commit.environment().put("GIT_AUTHOR_NAME", "Ada");
        commit.environment().put("GIT_AUTHOR_EMAIL", "ada@example.org");
        commit.environment().put("GIT_COMMITTER_NAME", "Ada");
        commit.environment().put("GIT_COMMITTER_EMAIL", "ada@example.org");
        commit.environment().put("GIT_COMMITTER_DATE", "2240000000 +0200");
        assertThat(commit.start().waitFor()).isZero();
        project.git("tag", "-f", "v1.4.0");

        assertThat(project.seal().manifest().source().time()).isEqualTo(2_240_000_000L);
    }

    @Test
    void names_the_source_that_cannot_be_read_and_not_the_release() {
        Path jar = project.folder().resolve("target/gone.jar");
        SourceFile vanished = new SourceFile("application/gone.jar", 17, false, () -> Files.newInputStream(jar));
        CountersignException unreadable = catchThrowableOfType(CountersignException.class, vanished::open);
        assertThat(unreadable.code()).isEqualTo(ProblemCode.FILE_UNREADABLE);
        assertThat(unreadable.problem().found()).contains("application/gone.jar");
    }

    private ReleaseSources withTag(String tag) {
        ReleaseSources sources = project.sources();
        return new ReleaseSources(
                sources.base(),
                sources.application(),
                sources.version(),
                tag,
                sources.changes(),
                sources.applicationFiles(),
                sources.configurationFiles(),
                sources.requires(),
                sources.resulting(),
                sources.preliminaryAllowed(),
                sources.tool());
    }

    /** Refused, and nothing is left of the attempt. */
    private void assertRefused(ProblemCode code, ReleaseSources sources, String words) {
        CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> project.seal(sources));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.problem().found()).contains(words);
        assertThat(files(project.folder().resolve("target"))).containsExactly("bookshop.jar");
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
