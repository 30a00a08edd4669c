package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RunbookCommand;
import io.countersign.plan.Purpose;
import io.countersign.plan.RunbookStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The procedure on paper is the one that the product really follows. */
class WritesARunbookTest {
    @TempDir
    Path folder;

    @Test
    void with_everything_that_the_one_who_carries_it_out_needs() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.rehearse(release);
        String before = promotion.status("PRD").toString();

        RunbookCommand.Result result = runbook(promotion, release);

        assertThat(promotion.status("PRD")).hasToString(before);
        assertThat(result.runbook().gate().open()).isTrue();
        assertThat(result.runbook().steps())
                .extracting(RunbookStep::id)
                .containsExactly(
                        "identity",
                        "gate",
                        "sql",
                        "rehearse",
                        "announce",
                        "deploy",
                        "verify",
                        "application",
                        "hand-over");
        assertThat(result.files()).hasSize(3);
        for (String file : result.files()) {
            String text = Promotion.read(Path.of(file)).replaceAll("\\s+", " ");
            assertThat(text)
                    .as(file)
                    .contains("Runbook: bookshop 1.0.0 to PRD/main")
                    .contains(result.runbook().release().digest().hex())
                    .contains("customer@example.org", "1 developer and 1 customer")
                    .contains("mvn io.countersign:countersign-maven-plugin:test:deploy")
                    .contains("-Dcountersign.key="
                            + promotion.key("operator").file().orElseThrow())
                    .containsIgnoringCase("create table book (id int")
                    .contains("as measured in QAT/main")
                    .contains("mvn io.countersign:countersign-maven-plugin:test:recover")
                    .contains("mvn io.countersign:countersign-maven-plugin:test:rollback")
                    .contains("Accepted for PRD by")
                    .doesNotContain("PRIVATE KEY", promotion.database("PRD").password());
        }
    }

    @Test
    void in_which_others_read_what_a_freeze_does_to_them() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.editStages(text -> text.replace(
                "exceptions: 1 operator and 1 customer",
                "exceptions: 1 operator and 1 customer\n    freeze: { mode: offline, sessions: wait, patience: 30s }"));
        ReleaseInput release = promotion.sealFirst();

        assertThat(runbook(promotion, release).runbook().steps())
                .filteredOn(step -> step.id().equals("announce"))
                .extracting(RunbookStep::why)
                .containsExactly(
                        "Nobody else can use the database while it runs. It refuses where sessions do not end by"
                                + " themselves within 30.0 s.");
    }

    @Test
    void before_anybody_has_approved_with_what_is_missing() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        RunbookCommand.Result result = promotion.run(new RunbookCommand(
                release,
                promotion.stage("PRD"),
                KeyInput.NONE,
                folder.resolve("out").toFile()));

        assertThat(result.runbook().gate().open()).isFalse();
        assertThat(Promotion.read(Path.of(result.files().get(2))))
                .contains("not all met", "Nobody has approved so far.", "KEY-FILE-OF-operator", "missing:");
    }

    @Test
    void in_which_no_text_of_a_release_becomes_markup_or_a_command() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.project().changes("1", """
                --liquibase formatted sql
                --changeset "<img src=x onerror=alert(1)>":"1</pre><script>"
                --comment SHOP-1 </td><script>alert(2)</script> `x` [a](b)
                create table book (id int primary key, title varchar(100) default '</pre><script>alert(3)</script>```');
                """);
        ReleaseInput release = promotion.seal("1.0.0");

        RunbookCommand.Result result = runbook(promotion, release);

        String html = Promotion.read(Path.of(result.files().get(0)));
        assertThat(html).doesNotContain("<script", "<img").contains("&lt;script&gt;alert(3)");
        assertThat(result.runbook().purpose().issues()).containsExactly("SHOP-1");
        String markdown = Promotion.read(Path.of(result.files().get(1)));
        String outsideFences = markdown.replaceAll("(?ms)^(`{3,})\\n.*?^\\1\\n", "");
        assertThat(outsideFences).doesNotContain("<script", "<img", "[a](b)");
        assertThat(markdown).contains("````\n");
    }

    @Test
    void again_in_the_place_of_the_one_before() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        List<String> first = runbook(promotion, release).files();

        promotion.approve(release, "QAT", "developer");

        assertThat(runbook(promotion, release).files()).isEqualTo(first);
    }

    @Test
    void that_tells_what_the_target_has_already() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        assertThat(runbook(promotion, release).runbook().purpose().changes())
                .isNotEmpty()
                .noneMatch(Purpose.Change::applied);

        promotion.promote(release);

        RunbookCommand.Result again = runbook(promotion, release);
        assertThat(again.runbook().purpose().changes()).allMatch(Purpose.Change::applied);
        assertThat(Promotion.read(Path.of(again.files().get(2)))).contains("applied before");
        assertThat(again.runbook().plan().backup()).isEqualTo("none");
        assertThat(again.runbook().plan().wayBack()).isEqualTo("nothing to take back in the database");
    }

    private RunbookCommand.Result runbook(Promotion promotion, ReleaseInput release) {
        return promotion.run(new RunbookCommand(
                new ReleaseInput(release.release(), Optional.empty()),
                promotion.stage("PRD"),
                promotion.key("operator"),
                folder.resolve("out").toFile()));
    }
}
