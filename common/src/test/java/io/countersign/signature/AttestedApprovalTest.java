package io.countersign.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.problem.CountersignException;
import io.countersign.promotion.Account;
import io.countersign.promotion.ApprovalRule;
import io.countersign.release.Digest;
import io.countersign.signature.Predicate.Approval;
import io.countersign.signature.Predicate.AttestedApproval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttestedApprovalTest {
    private static final SignedEvidence.Subject RELEASE =
            new SignedEvidence.Subject(Digest.of("the release"), "bookshop", "1.4.0");
    private static final Somebody JENKINS = Somebody.called("Jenkins");
    private static final Somebody OTHER_JENKINS = Somebody.called("Another Jenkins");
    private static final Somebody TOM = Somebody.called("Tom");
    private static final Somebody DORA = Somebody.called("Dora");

    private static final Account TOMS = Account.user("jenkins", "tom");
    private static final Account DORAS = Account.user("jenkins", "dora");
    private static final Account MANAGERS = new Account("jenkins", true, "release-managers");

    private static final Keyrings KEYRINGS = new Keyrings(
            Map.of("customer", Somebody.keyring(TOM), "developer", Somebody.keyring(DORA)),
            new Attestations(
                    Map.of("jenkins", Somebody.keyring(JENKINS), "other", Somebody.keyring(OTHER_JENKINS)),
                    Map.of("customer", List.of(TOMS, MANAGERS), "developer", List.of(DORAS)),
                    Map.of(TOMS, TOM.fingerprint(), DORAS, DORA.fingerprint())));

    @TempDir
    Path temp;

    @Test
    void counts_for_a_role_that_the_policy_grants_to_the_account() {
        sign("tom", approval("customer", "jenkins/tom"), JENKINS);
        Judged<Approval> judged = only();
        assertThat(judged.reason()).isEmpty();
        assertThat(judged.counts()).isTrue();
        assertThat(judged.role()).isEqualTo("customer");
        assertThat(judged.person()).isEqualTo(new PersonKey(TOM.fingerprint(), "jenkins/tom"));
        assertThat(judged.predicate())
                .isEqualTo(new Approval("bookshop", "1.4.0", "PRD", "customer", Optional.empty(), "go"));
    }

    @Test
    void counts_by_a_group_that_the_account_belonged_to() {
        sign("eve", approval("customer", "jenkins/eve", "staff", "release-managers"), JENKINS);
        assertThat(only().counts()).isTrue();
        assertThat(only().person()).isEqualTo(new PersonKey("jenkins/eve", "jenkins/eve"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jenkins/eve", // in no group
                "jenkins/Tom", // another spelling is another account
                "other/tom", // another attestor's account of that name
                "jenkins/group:release-managers", // nobody in particular
                "tom", // no account
                "",
                "gitlab/tom"
            })
    void counts_for_nothing_without_a_grant(String account) {
        sign("one", approval("customer", account), JENKINS);
        sign("two", approval("customer", account), OTHER_JENKINS);
        assertThat(approvals()).isNotEmpty().noneMatch(Judged::counts);
    }

    @Test
    void an_account_of_one_attestor_is_not_attested_by_another() {
        sign("tom", approval("customer", "jenkins/tom"), OTHER_JENKINS);
        assertThat(only().reason()).isEqualTo("its key is none of the attestor jenkins");
    }

    @Test
    void a_grant_is_for_its_role_alone() {
        sign("tom", approval("developer", "jenkins/tom"), JENKINS);
        assertThat(only().reason()).isEqualTo("the role developer is granted neither to jenkins/tom nor to its groups");
    }

    @Test
    void an_attestors_signature_without_an_account_counts_for_nothing() {
        sign("bare", new Approval("bookshop", "1.4.0", "PRD", "customer", Optional.empty(), "go"), JENKINS);
        assertThat(only().reason()).isEqualTo("its key is none of the role customer");
        assertThatThrownBy(
                        () -> new Keyrings(Map.of("customer", Somebody.keyring(TOM, JENKINS)), KEYRINGS.attestations()))
                .isInstanceOf(CountersignException.class)
                .hasMessageContaining("[configuration-invalid]")
                .hasMessageContaining("of the role customer and of the attestor jenkins");
    }

    @Test
    void a_persons_own_key_attests_nothing() {
        sign("tom", approval("customer", "jenkins/tom"), TOM);
        assertThat(only().counts()).isFalse();
    }

    @Test
    void a_statement_that_was_changed_or_moved_does_not_count() throws Exception {
        sign("tom", approval("customer", "jenkins/eve"), JENKINS);
        Path file = temp.resolve("tom.json");
        Files.writeString(file, Files.readString(file).replace("jenkins/eve", "jenkins/tom"));
        assertThat(only().reason()).contains("other bytes");
        Files.delete(temp.resolve("tom.json.asc"));
        assertThat(only().reason()).isEqualTo("it is not signed");
        Files.writeString(temp.resolve("tom.json.asc"), "");
        assertThat(approvals()).hasSize(1).noneMatch(Judged::counts);
    }

    @Test
    void a_statement_about_another_release_does_not_count() {
        new StatementSigner(evidence())
                .sign(
                        "tom",
                        Statement.about("x", Digest.of("other"), approval("customer", "jenkins/tom")),
                        JENKINS.key());
        assertThat(only().reason()).contains("another release");
    }

    @Test
    void a_human_with_a_key_and_an_account_is_one() {
        sign("account", approval("customer", "jenkins/tom"), JENKINS);
        sign("key", new Approval("bookshop", "1.4.0", "PRD", "customer", Optional.empty(), ""), TOM);
        assertThat(approvals()).hasSize(2).allMatch(Judged::counts);
        RuleResult two = ApprovalRules.evaluate(new ApprovalRule.AtLeast(2, "customer"), approvals(), Map.of());
        assertThat(two.satisfied()).isFalse();
        assertThat(two.missing()).isEqualTo("1 customer");
        sign("eve", approval("customer", "jenkins/eve", "release-managers"), JENKINS);
        assertThat(ApprovalRules.evaluate(new ApprovalRule.AtLeast(2, "customer"), approvals(), Map.of())
                        .satisfied())
                .isTrue();
    }

    @Test
    void an_account_stands_for_the_person_whom_a_rule_names() {
        sign("account", approval("customer", "jenkins/tom"), JENKINS);
        RuleResult named =
                ApprovalRules.evaluate(new ApprovalRule.Person("tom"), approvals(), Map.of("tom", TOM.fingerprint()));
        assertThat(named.satisfied()).isTrue();
    }

    @Test
    void who_signs_as_developer_by_key_and_as_customer_by_account_counts_in_neither() {
        sign("key", new Approval("bookshop", "1.4.0", "QAT", "developer", Optional.empty(), ""), DORA);
        sign("account", approval("customer", "jenkins/dora", "release-managers"), JENKINS);
        assertThat(only().reason()).contains("more than one role");
        assertThat(signed().approvals("QAT")).noneMatch(Judged::counts);
        assertThat(signed().actingInSeveralRoles()).containsExactly("Dora (customer and developer)");
    }

    @Test
    void who_acts_in_two_roles_by_one_account_counts_in_neither() {
        sign("developer", approval("developer", "jenkins/dora"), JENKINS);
        sign("customer", approval("customer", "jenkins/dora", "release-managers"), JENKINS);
        assertThat(approvals()).hasSize(2).noneMatch(Judged::counts);
    }

    private static AttestedApproval approval(String role, String account, String... groups) {
        return new AttestedApproval(
                "bookshop",
                "1.4.0",
                "PRD",
                role,
                Optional.empty(),
                "go",
                account,
                List.of(groups),
                "page",
                "bookshop #12");
    }

    private void sign(String name, Predicate predicate, Somebody by) {
        new StatementSigner(evidence())
                .sign(name, Statement.about("bookshop.zip", RELEASE.digest(), predicate), by.key());
    }

    private Evidence evidence() {
        return Evidence.open(temp);
    }

    private SignedEvidence signed() {
        return SignedEvidence.of(RELEASE, evidence(), KEYRINGS, Instant.now());
    }

    private List<Judged<Approval>> approvals() {
        return signed().approvals("PRD");
    }

    private Judged<Approval> only() {
        assertThat(approvals()).hasSize(1);
        return approvals().get(0);
    }
}
