package io.countersign.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.gate.Authorship.Author;
import io.countersign.release.GitProject;
import io.countersign.release.SourceRevision;
import io.countersign.release.git.SourceRepository;
import io.countersign.signature.Evidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorshipTest {
    @TempDir
    Path temp;

    private byte[] commit = {};
    private byte[] tag = {};
    private SourceRevision source = new SourceRevision("0".repeat(40), Optional.empty(), Optional.empty(), 0);

    @BeforeEach
    void commitAs() {
        GitProject project = GitProject.empty(temp.resolve("shop"));
        project.write("a.txt", "a");
        project.git("add", "-A");
        project.git(
                "commit",
                "-q",
                "-m",
                "One\n\nauthor Mallory <mallory@example.org> 1 +0000",
                "--author",
                "Ann Author <ann@example.org>");
        project.git("tag", "-a", "v1", "-m", "One");
        String tagId = project.git("rev-parse", "v1");
        try (SourceRepository repository = SourceRepository.around(project.folder())) {
            source = new SourceRevision(repository.commit(), Optional.of("v1"), Optional.of(tagId), 0);
            commit = repository.commitObject(source.commit()).orElseThrow();
            tag = repository.tagObject(tagId).orElseThrow();
            assertThat(repository.commitObject(tagId)).isEmpty();
            assertThat(repository.commitObject("0".repeat(40))).isEmpty();
        }
        assertThat(new String(commit, StandardCharsets.UTF_8).strip())
                .isEqualTo(project.git("cat-file", "commit", source.commit()));
    }

    @Test
    void names_author_committer_and_tagger_and_nobody_whom_a_message_names() {
        evidence().addFile(Authorship.file(source), commit);
        evidence().addFile(TagInspection.FILE, tag);
        assertThat(Authorship.of(evidence(), source).orElseThrow())
                .contains(new Author("Ann Author", "ann@example.org"))
                .hasSize(2)
                .noneMatch(author -> author.name().equals("Mallory"));
    }

    @Test
    void knows_nothing_where_an_object_is_missing_or_another_one() {
        assertThat(Authorship.of(evidence(), source)).isEmpty();
        evidence().addFile(Authorship.file(source), commit);
        assertThat(Authorship.of(evidence(), source)).isEmpty();
        byte[] forged = new String(tag, StandardCharsets.UTF_8)
                .replace("tagger ", "tagger X")
                .getBytes(StandardCharsets.UTF_8);
        evidence().addFile(TagInspection.FILE, forged);
        assertThat(Authorship.of(evidence(), source)).isEmpty();
    }

    private Evidence evidence() {
        return Evidence.open(temp.resolve("evidence"));
    }
}
