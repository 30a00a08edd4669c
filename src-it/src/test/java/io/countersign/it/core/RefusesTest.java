package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.ApproveCommand;
import io.countersign.command.ApprovePolicyCommand;
import io.countersign.command.CheckCommand;
import io.countersign.command.DeployCommand;
import io.countersign.command.ExceptCommand;
import io.countersign.command.HistoryCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.SealCommand;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not get through, tried with the real commands. */
class RefusesTest {
    @TempDir
    Path folder;

    @Test
    void approvals_and_receipts_of_another_release() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.promote(first);
        ReleaseInput second = promotion.sealSecond();
        copy(promotion.evidence(first), promotion.evidence(second), name -> true);

        keptOut(promotion, second, "QAT", "approvals");
        keptOut(promotion, second, "PRD", "approvals", "previous-stage");
    }

    @Test
    void approvals_and_receipts_of_another_stage() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.rehearse(release);
        Path evidence = promotion.evidence(release);
        for (Path file : files(evidence)) {
            String name = file.getFileName().toString();
            if (name.startsWith("approval-PRD")) {
                Files.delete(file);
            }
        }
        for (Path file : files(evidence)) {
            String name = file.getFileName().toString();
            if (name.contains("-QAT-")) {
                Files.copy(file, evidence.resolve(name.replace("-QAT-", "-PRD-")));
            }
        }

        keptOut(promotion, release, "PRD", "approvals");
    }

    @Test
    void a_receipt_of_a_stage_that_is_not_the_one_before() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.rehearse(release);
        for (Path file : files(promotion.evidence(release))) {
            if (file.getFileName().toString().startsWith("deployment-QAT")) {
                Files.delete(file);
            }
        }

        keptOut(promotion, release, "PRD", "previous-stage", "approvals", "rehearsal");
    }

    @Test
    void the_same_change_of_another_application() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput bookshop = promotion.sealFirst();
        promotion.rehearse(bookshop);
        promotion.project().configure("toyshop", "");
        ReleaseInput toyshop = promotion.seal("1.0.1");
        copy(promotion.evidence(bookshop), promotion.evidence(toyshop), name -> true);

        keptOut(promotion, toyshop, "PRD", "approvals", "previous-stage");
    }

    @Test
    void an_approval_that_rests_on_a_receipt_that_was_taken_away() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.rehearse(release);
        promotion.rollBack(release, "QAT");
        Path evidence = promotion.evidence(release);
        for (Path file : files(evidence)) {
            if (file.getFileName().toString().startsWith("deployment-QAT")) {
                Files.delete(file);
            }
        }
        promotion.deploy(release, "QAT");

        keptOut(promotion, release, "PRD", "approvals");
        promotion.approveForProduction(release);
        promotion.deploy(release, "PRD");
    }

    @Test
    void a_release_in_the_place_of_the_approved_one() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.rehearse(first);
        ReleaseInput second = promotion.sealSecond();
        Files.copy(second.release().toPath(), first.release().toPath(), StandardCopyOption.REPLACE_EXISTING);

        keptOut(promotion, first, "PRD", "approvals", "previous-stage");
    }

    @Test
    void one_changed_byte_of_the_release() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.rehearse(release);
        byte[] bytes = Files.readAllBytes(release.release().toPath());
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Emma");
        assertThat(place).isPositive();
        bytes[place] ^= 1;
        Files.write(release.release().toPath(), bytes);

        refused(ProblemCode.RELEASE_ALTERED, () -> promotion.deploy(release, "PRD"));
        assertThat(promotion.status("PRD").release()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_target_whose_ledger_was_touched(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        ReleaseInput second = promotion.sealSecond();
        String table = promotion.ledgerTable("DEV");

        promotion.execute("DEV", "update " + table + " set body = replace(body, '1.0.0', '1.0.9') where seq = 2");
        keptOut(promotion, second, "DEV", "ledger");
        refused(ProblemCode.LEDGER_BROKEN, () -> promotion.run(new HistoryCommand(promotion.stage("DEV"))));
        assertThat(promotion.status("DEV").state().orElseThrow()).contains("[ledger-broken]");
        promotion.execute("DEV", "update " + table + " set body = replace(body, '1.0.9', '1.0.0') where seq = 2");
        assertThat(promotion.status("DEV").state()).isEmpty();

        promotion.execute("DEV", "delete from " + table + " where seq = 2");
        keptOut(promotion, second, "DEV", "ledger");
        promotion.execute("DEV", "delete from " + table + " where seq > 2");
        keptOut(promotion, first, "DEV", "ledger");
    }

    @ParameterizedTest
    @EnumSource
    void drift_unless_it_is_lifted_by_those_who_may(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.promote(first);
        promotion.execute("PRD", "create table by_hand (id int)");
        assertThat(promotion.status("PRD").drift()).contains(true);
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);

        keptOut(promotion, second, "PRD", "drift");
        except(promotion, second, "operator");
        keptOut(promotion, second, "PRD", "drift");
        except(promotion, second, "customer");

        CheckCommand.Result check =
                promotion.run(new CheckCommand(second, promotion.stage("PRD"), promotion.key("operator")));
        assertThat(check.refusal()).isEmpty();
        assertThat(check.report().toString()).contains("the DBA tests an index");
        DeployCommand.Result deployed = promotion.deploy(second, "PRD");
        assertThat(deployed.receipt().lifted())
                .extracting(lifted -> lifted.check())
                .containsExactlyInAnyOrder("drift", "rehearsal");
        assertThat(promotion.history("PRD"))
                .filteredOn(LedgerEvent.Succeeded.class::isInstance)
                .last()
                .extracting(event -> ((LedgerEvent.Succeeded) event).lifted())
                .asString()
                .contains("drift", "the DBA tests an index");
    }

    private static void except(Promotion promotion, ReleaseInput release, String person) {
        promotion.run(new ExceptCommand(
                release,
                promotion.stage("PRD"),
                promotion.key(person),
                Optional.empty(),
                List.of("drift", "rehearsal"),
                "the DBA tests an index",
                Optional.empty()));
    }

    @Test
    void a_policy_that_the_target_does_not_know_until_it_is_approved_under_the_old_one() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.promote(first);
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);
        promotion.editStages(text -> text.replace("keys/customer.asc ]", "keys/customer.asc, keys/stranger.asc ]"));

        keptOut(promotion, second, "PRD", "policy");
        refused(ProblemCode.KEY_UNKNOWN, () -> approvePolicy(promotion, second, "stranger"));
        approvePolicy(promotion, second, "developer");
        keptOut(promotion, second, "PRD", "policy");
        approvePolicy(promotion, second, "customer");
        promotion.deploy(second, "PRD");
        assertThat(promotion.history("PRD"))
                .filteredOn(LedgerEvent.PolicyPinned.class::isInstance)
                .hasSize(2)
                .last()
                .extracting(event -> ((LedgerEvent.PolicyPinned) event).approvers())
                .asString()
                .contains("developer@example.org", "customer@example.org");
    }

    @Test
    void a_change_of_policy_that_was_used_before() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.promote(first);
        String strict = "approvals: 1 developer and 1 customer";
        String lax = "approvals: 1 developer or 1 customer";
        promotion.editStages(text -> text.replace(strict, lax));
        ReleaseInput second = promotion.sealSecond();
        promotion.rehearse(second);
        approvePolicy(promotion, second, "developer");
        approvePolicy(promotion, second, "customer");
        promotion.deploy(second, "PRD");

        promotion.editStages(text -> text.replace(lax, strict));
        ReleaseInput third = promotion.seal("1.2.0");
        promotion.rehearse(third);
        approvePolicy(promotion, third, "customer");
        promotion.deploy(third, "PRD");

        promotion.editStages(text -> text.replace(strict, lax));
        ReleaseInput fourth = promotion.seal("1.3.0");
        promotion.rehearse(fourth);
        copy(promotion.evidence(second), promotion.evidence(fourth), name -> name.startsWith("policy-"));
        copy(promotion.evidence(third), promotion.evidence(fourth), name -> name.startsWith("policy-"));
        keptOut(promotion, fourth, "PRD", "policy-pinned", "used up");
        approvePolicy(promotion, fourth, "developer");
        keptOut(promotion, fourth, "PRD", "policy-pinned", "used up");
        approvePolicy(promotion, fourth, "customer");
        promotion.deploy(fourth, "PRD");
    }

    private static void approvePolicy(Promotion promotion, ReleaseInput release, String person) {
        promotion.run(new ApprovePolicyCommand(
                release, promotion.stage("PRD"), promotion.key(person), Optional.empty(), "a new customer"));
    }

    @Test
    void a_developer_who_names_his_own_key_as_the_customers() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();
        promotion.editStages(text -> text.replace("keys/customer.asc ]", "keys/developer.asc ]"));
        promotion.deploy(release, "DEV");
        promotion.run(new ApproveCommand(
                release,
                promotion.stage("QAT"),
                promotion.key("developer"),
                Optional.of("developer"),
                "",
                Optional.empty(),
                false));
        promotion.deploy(release, "QAT");

        refused(
                ProblemCode.KEY_UNKNOWN,
                () -> promotion.run(new ApproveCommand(
                        release,
                        promotion.stage("PRD"),
                        promotion.key("developer"),
                        Optional.of("customer"),
                        "",
                        Optional.empty(),
                        false)));
    }

    @Test
    void somebody_who_changes_the_role_and_takes_the_first_approval_away() throws IOException {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.editStages(text -> text.replace("keys/customer.asc ]", "keys/customer.asc, keys/developer.asc ]"));
        ReleaseInput release = promotion.sealFirst();
        promotion.deploy(release, "DEV");
        approveAs(promotion, release, "QAT", "developer");
        promotion.deploy(release, "QAT");
        for (Path file : files(promotion.evidence(release))) {
            if (file.getFileName().toString().startsWith("approval-QAT")) {
                Files.delete(file);
            }
        }
        approveAs(promotion, release, "PRD", "customer");

        keptOut(promotion, release, "PRD", "separation-of-duties", "developer and customer");
    }

    private static void approveAs(Promotion promotion, ReleaseInput release, String stage, String role) {
        promotion.run(new ApproveCommand(
                release,
                promotion.stage(stage),
                promotion.key("developer"),
                Optional.of(role),
                "",
                Optional.empty(),
                false));
    }

    @Test
    void a_target_at_another_version() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.project().configure("bookshop", "database: { requires: 1.0.5 }");
        ReleaseInput second = promotion.sealSecond();

        keptOut(promotion, second, "DEV", "database-version");
    }

    @ParameterizedTest
    @EnumSource
    void a_changeset_that_was_edited_after_it_was_applied(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.project().changes("1", Project.FIRST_CHANGES.replace("varchar(100)", "varchar(200)"));

        keptOut(promotion, promotion.seal("1.0.1"), "DEV", "changes");
    }

    @Test
    void a_preliminary_release_beyond_the_first_stage() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.project().changes("1", Project.FIRST_CHANGES);
        promotion.project().commitAndTag("1.0.0");
        promotion.project().write("db/changes/2.sql", Project.SECOND_CHANGES);
        SealCommand.Result sealed = promotion.run(new SealCommand(
                promotion.project().folder().resolve("countersign.yml").toFile(),
                "1.0.0",
                folder.resolve("releases").toFile(),
                true));
        ReleaseInput release = new ReleaseInput(new File(sealed.file()), Optional.empty());

        assertThat(sealed.preliminary()).isTrue();
        promotion.deploy(release, "DEV");
        refused(ProblemCode.RELEASE_PRELIMINARY, () -> promotion.approve(release, "QAT", "developer"));
        keptOut(promotion, release, "QAT", "preliminary");
    }

    @ParameterizedTest
    @CsvSource({"customer,QAT", "stranger,QAT", "operator,QAT"})
    void an_approver_whom_the_stage_does_not_ask(String person, String stage) {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        refused(ProblemCode.KEY_UNKNOWN, () -> promotion.approve(release, stage, person));
        keptOut(promotion, release, stage, "approvals");
    }

    private static void keptOut(Promotion promotion, ReleaseInput release, String stage, String... checks) {
        List<LedgerEvent> before = promotion.status(stage).records().orElse(0L) > 0
                        && promotion.status(stage).state().isEmpty()
                ? promotion.history(stage)
                : List.of();
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.deploy(release, stage))
                .satisfies(e -> assertThat(e.code())
                        .as(e.getMessage())
                        .isIn(ProblemCode.GATE_REFUSED, ProblemCode.LEDGER_BROKEN))
                .satisfies(e -> assertThat(e.getMessage()).contains(checks));
        if (!before.isEmpty()) {
            assertThat(promotion.history(stage)).isEqualTo(before);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.toList();
        }
    }

    private static void copy(Path from, Path to, Predicate<String> which) {
        try {
            Files.createDirectories(to);
            for (Path file : files(from)) {
                if (which.test(file.getFileName().toString()) && !Files.exists(to.resolve(file.getFileName()))) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
