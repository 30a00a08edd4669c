package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.ApprovePolicyCommand;
import io.countersign.command.CloneInput;
import io.countersign.command.DeployCommand;
import io.countersign.command.RefreshCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RollbackCommand;
import io.countersign.command.StatusCommand;
import io.countersign.command.VerifyCommand;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.Attachment;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.ProblemCode;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.SealedRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the gate: each is refused, and leaves everything as it was. */
class KeepsControlTest {
    @TempDir
    Path folder;

    /** A release that nobody let in stands where an application could not be activated. */
    @Test
    void an_interrupted_release_is_not_taken_back_by_the_rollbacks_of_another() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.editStages(text -> text.replaceFirst("after: none", "after: none\n    way-back: liquibase"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Switching"))
                .isPresent();
        promotion
                .project()
                .changes(
                        "2",
                        Project.SECOND_CHANGES.replace(
                                "--rollback drop table author;",
                                "--rollback drop table author; insert into book (id, title) values (66, 'unsigned');"));
        ReleaseInput other = promotion.seal("6.6.6");
        String live = "directory: ../live/DEV }";
        promotion.editStages(text -> text.replace(live, "directory: ../live/DEV, start: \"exit 7\" }"));

        refused(ProblemCode.APPLICATION_FAILED, "was not given", () -> promotion.deploy(other, "DEV"));

        assertThat(promotion.query("DEV", "select count(*) from book where id = 66"))
                .isEqualTo("0");
        assertThat(promotion.query("DEV", "select count(*) from author")).isEqualTo("1");
        assertThat(promotion.status("DEV").state().orElseThrow()).contains("the application is not active");
        promotion.editStages(text -> text.replace("directory: ../live/DEV, start: \"exit 7\" }", live));
        promotion.recover("DEV");
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");
    }

    /** Nobody approves them, and they are not pinned. */
    @ParameterizedTest
    @EnumSource
    void a_smoke_check_changes_nothing(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        String query = product == Databases.POSTGRESQL
                ? "with gone as (delete from book returning 1) select count(*) from gone"
                : "select count(*) from book";
        promotion.editStages(text -> text.replaceFirst(
                "after: none", "after: none\n    smoke: [ { sql: \"" + query + "\", expect: \"1\" } ]"));

        promotion.deploy(promotion.sealSecond(), "DEV");

        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("1");
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into book (id, title) values (3, 'a'); commit; insert into book (id, title) values (4, 'b');",
                "insert into book (id, title) values (3, 'it''s'); /* so; */ rollback;",
                "insert into book (id, title) values (3, E'\\\\'); commit; select 'x'",
            })
    void a_transaction_is_not_ended_in_the_middle_of_a_text(String sql) {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.project().changes("3", "--liquibase formatted sql\n--changeset eve:7 splitStatements:false\n" + sql);
        ReleaseInput second = promotion.seal("1.2.0");

        refused(ProblemCode.CHANGESET_FAILED, "ends the release's transaction", () -> promotion.deploy(second, "DEV"));

        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("1");
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.0.0");
    }

    @Test
    void while_routines_and_texts_may_speak_of_it() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.project().changes("3", """
                --liquibase formatted sql
                --changeset eve:7 splitStatements:false
                create procedure tidy() language plpgsql as $do$ begin delete from book; commit; end; $do$;
                --changeset eve:8 splitStatements:false
                create function one() returns int language sql begin atomic select 1; end
                --changeset eve:9 splitStatements:false
                insert into book (id, title) values (3, 'first; commit; then') -- ; commit;
                """);

        promotion.deploy(promotion.seal("1.2.0"), "DEV");

        assertThat(promotion.query("DEV", "select title from book where id = 3"))
                .isEqualTo("first; commit; then");
    }

    /** Whoever may write to QAT's database writes into its ledger that a release was deployed there. */
    @Test
    void a_receipt_is_not_signed_for_what_only_the_ledger_says() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        forgeDeployment(promotion, second);

        refused(
                ProblemCode.LEDGER_BROKEN,
                "4 of its changesets are not applied",
                () -> promotion.deploy(second, "QAT"));
        assertThat(receipts(promotion, second)).isEmpty();
    }

    @Test
    void nor_where_there_was_nothing_to_apply() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.seal("1.0.1");
        forgeDeployment(promotion, second);

        refused(ProblemCode.GATE_REFUSED, "approvals", () -> promotion.deploy(second, "QAT"));
        assertThat(receipts(promotion, second)).isEmpty();
    }

    /** While one that was lost is written again, for a release that was let in. */
    @Test
    void but_one_that_was_lost_is() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        promotion.approve(first, "QAT", "developer");
        promotion.deploy(first, "QAT");
        for (Path file : receipts(promotion, first)) {
            Files.delete(file);
        }

        assertThat(promotion.deploy(first, "QAT").repeated()).isTrue();

        assertThat(receipts(promotion, first)).hasSize(2);
    }

    private static void forgeDeployment(Promotion promotion, ReleaseInput release) {
        SealedRelease sealed = SealedRelease.open(release.release().toPath());
        try (TargetDatabase target = promotion.target("QAT")) {
            Journal journal = new Journal(new Ledger(target, Clock.systemUTC(), "forger@here"));
            LedgerHistory.Deployed last = journal.history().lastDeployment().orElseThrow();
            LedgerEvent.Succeeded done = last.event();
            journal.append(new LedgerEvent.Started(
                    "forged",
                    LedgerEvent.Action.DEPLOY,
                    "QAT",
                    done.target(),
                    Optional.of(ReleaseReference.of(sealed)),
                    done.after(),
                    true,
                    Optional.empty()));
            journal.append(
                    new LedgerEvent.Succeeded(
                            "forged",
                            "QAT",
                            done.target(),
                            ReleaseReference.of(sealed),
                            Optional.of(done.to()),
                            new DatabaseVersion("1.1.0"),
                            done.after(),
                            done.after(),
                            done.policy(),
                            List.of(),
                            List.of(),
                            0,
                            done.startedAt(),
                            done.product(),
                            done.tool(),
                            false),
                    Optional.of(new Attachment(target.inventory(), List.of())));
        }
    }

    private static List<Path> receipts(Promotion promotion, ReleaseInput release) {
        List<Path> found = new ArrayList<>();
        try (var files = Files.list(promotion.evidence(release))) {
            files.filter(file -> String.valueOf(file.getFileName()).startsWith("deployment-QAT"))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Test
    void an_approval_rests_on_what_was_tested_last() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput second = beforeProduction(promotion);
        rollBackUntold(promotion);
        promotion.deploy(second, "QAT");

        refused(ProblemCode.GATE_REFUSED, "approvals", () -> promotion.deploy(second, "PRD"));
        promotion.approveForProduction(second);

        assertThat(promotion.deploy(second, "PRD").receipt().approvers()).hasSize(2);
    }

    /** Files of evidence travel, and runs of one second are in no order by their names. */
    @Test
    void whatever_the_files_of_receipts_are_called() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput second = beforeProduction(promotion);
        for (Path file : receipts(promotion, second)) {
            String name = String.valueOf(file.getFileName());
            Files.move(file, file.resolveSibling("zz-earlier" + name.substring(name.lastIndexOf('.'))));
        }
        rollBackUntold(promotion);
        promotion.deploy(second, "QAT");

        refused(ProblemCode.GATE_REFUSED, "approvals", () -> promotion.deploy(second, "PRD"));
        promotion.approveForProduction(second);

        assertThat(promotion.deploy(second, "PRD").receipt().approvers()).hasSize(2);
    }

    /** What QAT has taken back is not what PRD was promised. */
    @Test
    void a_release_that_was_taken_back_is_not_let_on() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput second = beforeProduction(promotion);

        RollbackCommand.Result result = promotion.rollBack(second, "QAT");

        assertThat(result.withdrawals()).hasSize(1);
        assertThat(result.untold()).isFalse();
        refused(ProblemCode.GATE_REFUSED, "was taken back at", () -> promotion.deploy(second, "PRD"));
        refused(ProblemCode.GATE_REFUSED, "QAT", () -> promotion.approve(second, "PRD", "developer"));
        assertThat(promotion
                        .run(new VerifyCommand(second, Optional.of(promotion.stagesFile())))
                        .refusal())
                .isEmpty();

        promotion.deploy(second, "QAT");
        promotion.approveForProduction(second);
        promotion.deploy(second, "PRD");
    }

    /** Whoever goes back in a hurry has no release at hand, and whoever gains by it may remove the statement. */
    @Test
    void and_its_evidence_is_told_later_where_it_was_not_at_once() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput second = beforeProduction(promotion);
        RollbackCommand.Result untold = rollBackUntold(promotion);
        assertThat(untold.untold()).isTrue();
        assertThat(untold.withdrawals()).isEmpty();
        List<LedgerEvent> before = promotion.history("QAT");

        RollbackCommand.Result told = promotion.rollBack(second, "QAT");

        assertThat(told.way()).isEqualTo("none");
        assertThat(told.state()).contains("nothing was done");
        assertThat(promotion.history("QAT")).isEqualTo(before);
        Path withdrawal = Path.of(told.withdrawals().get(0));
        byte[] statement = Files.readAllBytes(withdrawal);
        Files.delete(withdrawal);
        Files.delete(withdrawal.resolveSibling(withdrawal.getFileName() + ".asc"));
        assertThat(promotion.rollBack(second, "QAT").withdrawals()).isEqualTo(told.withdrawals());
        assertThat(withdrawal).hasBinaryContent(statement);
        refused(ProblemCode.GATE_REFUSED, "was taken back at", () -> promotion.deploy(second, "PRD"));
    }

    @Test
    void nor_does_it_help_to_take_the_signature_away() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput second = beforeProduction(promotion);
        Path withdrawal =
                Path.of(promotion.rollBack(second, "QAT").withdrawals().get(0));
        Files.delete(withdrawal.resolveSibling(withdrawal.getFileName() + ".asc"));

        refused(ProblemCode.GATE_REFUSED, "and does not count", () -> promotion.deploy(second, "PRD"));
    }

    /** Without the release, so its evidence does not know. */
    private static RollbackCommand.Result rollBackUntold(Promotion promotion) {
        return promotion.run(
                new RollbackCommand(promotion.stage("QAT"), Optional.empty(), promotion.key("operator"), true, 0));
    }

    /** Behind a first release, the second one with everybody's agreement. */
    private static ReleaseInput beforeProduction(Promotion promotion) {
        promotion.promote(promotion.sealFirst());
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);
        return second;
    }

    @Test
    void an_older_release_does_not_come_again() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");

        refused(ProblemCode.GATE_REFUSED, "database-version", () -> promotion.deploy(first, "DEV"));
        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");

        promotion.rollBack(second, "DEV");
        promotion.deploy(second, "DEV");
        promotion.rollBack(second, "DEV");
        promotion.rollBack(first, "DEV");
        promotion.deploy(first, "DEV");
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void changesets_leave_the_ledger_alone(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        String ledger = promotion.ledgerTable("DEV");
        promotion.project().changes("3", "--liquibase formatted sql\n--changeset eve:7\ndelete from " + ledger + ";\n");
        ReleaseInput second = promotion.seal("1.2.0");

        refused(
                ProblemCode.CHANGESET_FAILED,
                "which names Countersign's ledger",
                () -> promotion.deploy(second, "DEV"));

        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    /** What a routine does is not seen before it is done. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from countersign.'||'ledger where seq = 2",
                "update countersign.'||'ledger set body = replace(body, ''DEV'', ''QAT'') where seq = 1",
                "create rule r as on insert to countersign.'||'ledger do instead nothing",
            })
    void nor_behind_a_routine(String statement) {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion
                .project()
                .changes(
                        "3",
                        "--liquibase formatted sql\n--changeset eve:7 splitStatements:false\n" + "do $$ begin execute '"
                                + statement + "'; end $$");
        ReleaseInput second = promotion.seal("1.2.0");

        refused(ProblemCode.LEDGER_BROKEN, "ledger", () -> promotion.deploy(second, "DEV"));

        StatusCommand.Line status = promotion.status("DEV");
        assertThat(status.state()).isEmpty();
        assertThat(status.version().orElseThrow().value()).isEqualTo("1.0.0");
        promotion.project().changes("3", "--liquibase formatted sql\n");
        promotion.deploy(promotion.sealSecond(), "DEV");
    }

    /** The pinned policy has the keys as they were; their fingerprints, and so the policy, stay the same. */
    @Test
    void a_revoked_key_acts_no_more() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        promotion.approve(first, "QAT", "developer");
        promotion.deploy(first, "QAT");
        ReleaseInput second = promotion.sealSecond();
        promotion.revoke("operator");

        refused(ProblemCode.KEY_UNUSABLE, "its key is revoked", () -> promotion.rollBack(first, "QAT"));
        refused(ProblemCode.GATE_REFUSED, "its key is revoked", () -> promotion.deploy(second, "DEV"));

        promotion.editStages(text -> text.replaceFirst("    approvals: 1 developer\n    receipts: operator\n", ""));
        ApprovePolicyCommand change = new ApprovePolicyCommand(
                second,
                promotion.stage("QAT"),
                promotion.key("developer"),
                Optional.empty(),
                "nobody need agree any more");
        promotion.run(change);
        promotion.revoke("developer");

        refused(ProblemCode.KEY_UNUSABLE, "its key is revoked", () -> promotion.run(change));
        refused(ProblemCode.KEY_UNUSABLE, () -> promotion.approve(second, "PRD", "developer"));
        refused(ProblemCode.GATE_REFUSED, "policy", () -> promotion.deploy(second, "QAT"));
    }

    /** Data comes down the path; a stage that somebody adds behind the last one would bring anything. */
    @Test
    void a_stage_that_is_added_behind_another_is_no_source_for_it() {
        Promotion promotion = Promotion.on(Databases.POSTGRESQL, folder);
        promotion.promote(promotion.sealFirst());
        promotion.editStages(text -> text.stripTrailing() + "\n  - name: XTRA\n    after: none\n    targets:\n"
                + promotion.targetEntry("DEV").replace("live/DEV", "live/XTRA"));

        refused(
                ProblemCode.GATE_REFUSED,
                "policy",
                () -> promotion.run(new RefreshCommand(
                        new CloneInput(promotion.stagesFile(), "XTRA", Optional.empty(), "PRD", Optional.empty()),
                        promotion.key("operator"),
                        Optional.of("PRD/main"),
                        false,
                        0)));
    }

    /** Without a kill before, the same command takes the release back that stands. */
    @ParameterizedTest
    @EnumSource
    void a_rollback_takes_back_what_did_not_end_and_no_more(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Applying changesets, step"))
                .isPresent();

        RollbackCommand.Result result = promotion.run(
                new RollbackCommand(promotion.stage("DEV"), Optional.of(second), promotion.key("operator"), false, 20));

        assertThat(result.way()).isEqualTo("recovery");
        assertThat(result.undone().version()).isEqualTo("1.1.0");
        assertThat(promotion.query("DEV", "select title from book where id = 1"))
                .isEqualTo("Emma");
        StatusCommand.Line status = promotion.status("DEV");
        assertThat(status.state()).isEmpty();
        assertThat(status.version().orElseThrow().value()).isEqualTo("1.0.0");
    }

    @Test
    void a_refusal_behind_a_recovery_tells_what_was_recovered() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Verifying the result"))
                .isPresent();

        refused(
                ProblemCode.GATE_REFUSED,
                "was taken back. DEV/main was restored from the backup",
                () -> promotion.run(new DeployCommand(second, promotion.stage("DEV"), promotion.key("stranger"), 20)));
    }

    /** Services write into the folder of their release, so that it looks the youngest. */
    @Test
    void the_application_before_is_kept_however_young_others_look() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.editStages(text -> text.replace(
                "application: { directory: ../live/DEV }", "application: { directory: ../live/DEV, keep: 1 }"));
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        Path releases = promotion.folder().resolve("live/DEV/releases");
        try (Stream<Path> folders = Files.list(releases)) {
            Path first = folders.filter(each -> each.getFileName().toString().startsWith("1.0.0"))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(first, FileTime.from(Instant.now().plusSeconds(3600)));
        }
        promotion.project().changes("3", "--liquibase formatted sql\n");
        ReleaseInput third = promotion.seal("1.2.0");
        promotion.deploy(third, "DEV");

        promotion.rollBack(third, "DEV");

        assertThat(promotion.application("DEV")).contains("the bookshop 1.1.0");
    }

    /** What others write during a restore would be lost for nothing. */
    @ParameterizedTest
    @EnumSource
    void nothing_is_restored_before_anything_was_changed(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.project().changes("2", Project.SECOND_CHANGES.replace("ada:3", "ada:3 runInTransaction:false"));
        ReleaseInput second = promotion.seal("1.1.0");
        List<String> told = new ArrayList<>();
        Path live = promotion.folder().resolve("live/DEV");
        Moments blocked = Moments.each(message -> {
            told.add(message);
            if (message.startsWith("Staging")) {
                block(live);
            }
        });
        DeployCommand command = promotion.deployment(second, "DEV");

        refused(ProblemCode.FILE_EXISTS, () -> command.execute(promotion.context("ada@desk", blocked)));

        assertThat(told)
                .anyMatch(line -> line.startsWith("Backing up"))
                .noneMatch(line -> line.startsWith("Restoring"));
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
    }

    /** A file stands where the folder was. */
    private static void block(Path folder) {
        try {
            Files.move(folder, folder.resolveSibling("moved"));
            Files.createFile(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
