package io.countersign.release.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.GitProject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRepositoryTest {
    @TempDir
    Path temp;

    private GitProject project;
    private SourceRepository repository;

    @BeforeEach
    void open() {
        project = GitProject.bookshop(temp.resolve("bookshop"));
        repository = SourceRepository.around(project.folder().resolve("db"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void tells_the_commit_and_its_time() {
        assertThat(repository.commit()).isEqualTo(project.git("rev-parse", "HEAD"));
        assertThat(repository.time()).isEqualTo(1_760_000_001L);
        assertThat(repository.workTree()).isEqualTo(project.folder());
    }

    @Test
    void tells_annotated_tags_from_lightweight_ones_packed_or_not() {
        project.git("tag", "light");
        project.git("tag", "-a", "outer", "v1.4.0", "-m", "A tag of a tag");
        GitTag light = new GitTag("light", repository.commit(), Optional.empty());
        GitTag annotated = new GitTag("v1.4.0", repository.commit(), Optional.of(project.git("rev-parse", "v1.4.0")));
        GitTag outer = new GitTag("outer", repository.commit(), Optional.of(project.git("rev-parse", "outer")));

        assertThat(repository.tagsAtHead()).containsExactly(light, outer, annotated);
        project.git("pack-refs", "--all");
        assertThat(repository.tagsAtHead()).containsExactly(light, outer, annotated);
        assertThat(repository.tag("light")).contains(light);
        assertThat(repository.tag("none")).isEmpty();
    }

    @Test
    void gives_the_bytes_of_a_tag_object_as_git_does() {
        String id = project.git("rev-parse", "v1.4.0");

        assertThat(repository.tagObject(id))
                .get()
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .isEqualTo(project.git("cat-file", "tag", id));
        assertThat(repository.tagObject(repository.commit())).isEmpty();
        assertThat(repository.tagObject("0".repeat(40))).isEmpty();
    }

    @Test
    void lists_changes_as_git_status_does() throws IOException {
        assertThat(repository.changes()).isEmpty();

        project.write("db/books.sql", "changed");
        project.write("staged.txt", "staged");
        project.git("add", "staged.txt");
        project.write("untracked.txt", "untracked");
        project.write("target/ignored.txt", "ignored");
        Files.delete(project.folder().resolve("config/shop.properties"));

        assertThat(repository.changes())
                .containsExactly("config/shop.properties", "db/books.sql", "staged.txt", "untracked.txt");
    }

    @Test
    void reads_committed_files_whatever_the_work_tree_holds() throws IOException {
        project.write("db/books.sql", "changed");

        assertThat(repository.committed(project.folder().resolve("db")))
                .extracting(GitFile::path)
                .containsExactly("README.md", "books.sql", "changelog.xml");
        assertThat(text(repository.committed(project.folder().resolve("db")).get(1)))
                .startsWith("--liquibase formatted sql");
        assertThat(repository.committed(project.folder().resolve("target"))).isEmpty();
        assertThat(repository.committed(project.folder())).hasSize(5);
    }

    @Test
    void reads_uncommitted_files_as_git_would_store_them_without_ignored_ones() throws IOException {
        project.write(".gitattributes", "*.sql text eol=crlf\n");
        project.write("db/new/more.sql", "one\r\ntwo\r\n");
        Files.delete(project.folder().resolve("db/README.md"));

        assertThat(repository.uncommitted(project.folder().resolve("db")))
                .extracting(GitFile::path)
                .containsExactly("books.sql", "changelog.xml", "new/more.sql");
        GitFile more = repository.uncommitted(project.folder().resolve("db")).get(2);
        assertThat(text(more)).isEqualTo("one\ntwo\n").hasSize((int) more.size());
        assertThat(repository.uncommitted(project.folder().resolve("target"))).isEmpty();
    }

    @Test
    void says_what_it_needs_where_there_is_no_repository() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("plain"));

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SourceRepository.around(folder))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.GIT_REPOSITORY_MISSING))
                .withMessageContaining("git init");
    }

    @Test
    void needs_a_work_tree() {
        GitProject.git(temp, "clone", "-q", "--bare", "bookshop", "bare.git");

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SourceRepository.around(temp.resolve("bare.git")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.GIT_REPOSITORY_MISSING));
    }

    private static String text(GitFile file) throws IOException {
        try (InputStream in = file.content().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
