package io.countersign.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.yaml.PromotionPathReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagePolicyTest {
    private static final Somebody DEVELOPER = Somebody.called("Dora");
    private static final Somebody CUSTOMER = Somebody.called("Carl");
    private static final Somebody OPERATOR = Somebody.called("Olga");
    private static final Somebody AUDITOR = Somebody.called("Abel");
    private static final Somebody JENKINS = Somebody.called("Jenkins");
    private static final Somebody STRANGER = Somebody.called("Sven");

    private static final String STAGES = """
            version: 1
            people: { dora: %s, sven: %s }
            roles:
              developer: { keys: [developer.asc] }
              customer: { keys: [customer.asc] }
              operator: { keys: [operator.asc] }
              auditor: { keys: [auditor.asc] }
            stages:
              - name: QAT
                approvals: 1 developer
                receipts: operator
                targets: [ { name: qat, url: "jdbc:h2:mem:qat" } ]
              - name: PRD
                approvals: 1 customer and 1 developer
                exceptions: 1 customer
                targets: [ { name: prd, url: "jdbc:h2:mem:prd" } ]
              - name: LAB
                after: none
                approvals: dora
                targets: [ { name: lab, url: "jdbc:h2:mem:lab" } ]
            """.formatted(DEVELOPER.fingerprint(), STRANGER.fingerprint());

    @TempDir
    Path folder;

    @BeforeEach
    void keyFiles() throws IOException {
        keys("developer", DEVELOPER);
        keys("customer", CUSTOMER);
        keys("operator", OPERATOR);
        keys("auditor", AUDITOR);
    }

    @Test
    void is_the_same_wherever_and_whenever_it_is_read() throws IOException {
        StagePolicy policy = policy(STAGES, "PRD");
        keys("customer", CUSTOMER, CUSTOMER);
        String otherwise = STAGES.replace("[customer.asc]", "[./customer.asc]")
                .replace("1 customer and 1 developer", "customer  and (developer)")
                .replace("jdbc:h2:mem:prd", "jdbc:h2:mem:elsewhere")
                .replace("exceptions: 1 customer", "smoke: { sql: select 1, expect: 1 }\n    exceptions: customer");
        assertThat(policy(otherwise, "PRD").digest()).isEqualTo(policy.digest());
        assertThat(policy(otherwise, "PRD").differencesFrom(policy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 customer and 1 developer | 1 customer                   | approvals: 1 customer instead of 1 customer and 1 developer",
                "1 customer and 1 developer | none                         | approvals: none instead of 1 customer and 1 developer",
                "exceptions: 1 customer     | exceptions: 1 developer      | exceptions: 1 developer instead of 1 customer",
                "exceptions: 1 customer     | exceptions: none             | exceptions: none instead of 1 customer",
                "exceptions: 1 customer     | receipts: customer           | receipts: customer instead of none",
                "exceptions: 1 customer     | after: none                  | after: none instead of QAT",
                "exceptions: 1 customer     | rehearsed: false             | rehearsed: false instead of true",
                "exceptions: 1 customer     | signed-tag: developer        | signed-tag: developer instead of none",
                "exceptions: 1 customer     | way-back: liquibase          | way-back: liquibase instead of restore",
                "exceptions: 1 customer     | outside-transaction: refuse  | outside-transaction: refuse instead of phase",
                "exceptions: 1 customer     | backup: { method: none }     | backups: false instead of true",
                "exceptions: 1 customer     | backup: { test-restore: true } | backup.test-restore: true instead of false",
                "exceptions: 1 customer     | window: daily 20:00-06:00 UTC | window: daily 20:00-06:00 UTC instead of none",
                "receipts: operator         | receipts: auditor            | receipts of the stage before: auditor instead of operator"
            })
    void every_rule_that_changes_is_seen(String was, String is, String difference) throws IOException {
        StagePolicy before = policy(STAGES, "PRD");
        StagePolicy after = policy(STAGES.replace(was, is), "PRD");
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.differencesFrom(before)).contains(difference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "developer", "operator"})
    void every_key_that_is_added_or_exchanged_is_seen(String role) throws IOException {
        StagePolicy before = policy(STAGES, "PRD");
        keys(role, STRANGER);
        StagePolicy after = policy(STAGES, "PRD");
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.differencesFrom(before))
                .singleElement()
                .asString()
                .startsWith("roles." + role + ": " + STRANGER.fingerprint() + " instead of ");
    }

    @Test
    void says_nothing_of_roles_and_people_that_the_stage_does_not_ask_for() throws IOException {
        StagePolicy before = policy(STAGES, "PRD");
        keys("auditor", STRANGER);
        String more = STAGES.replace(
                "people: { dora: " + DEVELOPER.fingerprint(), "people: { dora: " + AUDITOR.fingerprint());
        assertThat(policy(more, "PRD").digest()).isEqualTo(before.digest());
        assertThat(before.canonical()).doesNotContain("auditor").doesNotContain("dora");
    }

    @Test
    void a_person_named_in_a_rule_is_pinned_with_the_roles_they_sign_in() throws IOException {
        StagePolicy before = policy(STAGES, "LAB");
        assertThat(before.people()).containsOnlyKeys("dora");
        assertThat(before.keyrings().roles()).containsOnlyKeys("developer");
        StagePolicy renamed = policy(STAGES.replace("approvals: dora", "approvals: sven"), "LAB");
        assertThat(renamed.differencesFrom(before))
                .contains(
                        "approvals: sven instead of dora",
                        "people.sven: " + STRANGER.fingerprint() + " instead of none",
                        "people.dora: none instead of " + DEVELOPER.fingerprint());
        String taken = STAGES.replace("dora: " + DEVELOPER.fingerprint(), "dora: " + AUDITOR.fingerprint());
        assertThat(policy(taken, "LAB").digest()).isNotEqualTo(before.digest());
        keys("auditor", AUDITOR, DEVELOPER);
        assertThat(policy(STAGES, "LAB").digest()).isNotEqualTo(before.digest());
    }

    @Test
    void is_kept_and_read_again_with_its_keys() throws IOException {
        StagePolicy policy = policy(STAGES, "PRD");
        StagePolicy kept = StagePolicy.parse(policy.canonical(), policy.keys());
        assertThat(kept.digest()).isEqualTo(policy.digest());
        assertThat(kept.canonical()).isEqualTo(policy.canonical());
        assertThat(kept.approvals().text()).isEqualTo("1 customer and 1 developer");
        assertThat(kept.keyrings().role("customer").person(CUSTOMER.fingerprint()))
                .isPresent();
        assertThat(kept.keyrings().roles()).containsOnlyKeys("customer", "developer", "operator");
        assertThat(kept.differencesFrom(policy)).isEmpty();
    }

    @Test
    void kept_keys_that_are_not_the_policys_own_count_for_nothing() throws IOException {
        StagePolicy policy = policy(STAGES, "PRD");
        StagePolicy forged = StagePolicy.parse(
                policy.canonical(),
                Map.of(
                        "customer", STRANGER.made().publicKey(),
                        "developer",
                                DEVELOPER.made().publicKey() + STRANGER.made().publicKey(),
                        "auditor", STRANGER.made().publicKey()));
        assertThat(forged.keyrings().roles()).isEmpty();
    }

    @Test
    void a_recorded_policy_that_cannot_be_understood_is_refused() throws IOException {
        StagePolicy policy = policy(STAGES, "PRD");
        for (String broken : List.of(
                "",
                "{}",
                policy.canonical().replace("\"format\":1", "\"format\":2"),
                policy.canonical().replace("1 customer and 1 developer", "1 emperor"),
                policy.canonical().replace("\"stage\"", "\"stake\""))) {
            CountersignException refusal =
                    catchThrowableOfType(CountersignException.class, () -> StagePolicy.parse(broken, policy.keys()));
            assertThat(refusal.code()).isEqualTo(ProblemCode.RELEASE_FORMAT_UNKNOWN);
        }
    }

    @Test
    void a_stage_where_no_account_counts_keeps_the_digest_it_always_had() throws IOException {
        StagePolicy before = policy(STAGES, "PRD");
        assertThat(before.canonical())
                .startsWith("{\"format\":1,\"stage\":\"PRD\"")
                .doesNotContain("attest");
        keys("jenkins", JENKINS);
        String more = STAGES.replace("roles:", "attestors: { jenkins: { keys: [jenkins.asc] } }\nroles:")
                .replace("auditor.asc]", "auditor.asc], accounts: [jenkins/abel]")
                .replace(
                        "sven: " + STRANGER.fingerprint(),
                        "sven: { key: " + STRANGER.fingerprint() + ", accounts: [jenkins/sven] }");
        assertThat(policy(more, "PRD").canonical()).isEqualTo(before.canonical());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jenkins/carl, jenkins/group:buyers | jenkins/carl                              | accounts of customer: jenkins/carl instead of",
                "jenkins/carl, jenkins/group:buyers | jenkins/carl, jenkins/group:all           | accounts of customer: jenkins/carl and jenkins/group:all",
                "accounts: [jenkins/dora]           | accounts: [jenkins/dora, jenkins/double]  | jenkins/dora and jenkins/double instead of jenkins/dora",
                "keys: [jenkins.asc]                | keys: [auditor.asc]                       | attestors.jenkins: "
            })
    void every_change_of_what_accounts_may_do_is_seen(String was, String is, String difference) throws IOException {
        keys("jenkins", JENKINS);
        keys("auditor", STRANGER);
        StagePolicy before = policy(withAccounts(), "PRD");
        StagePolicy after =
                policy(withAccounts().replace(was, is).replace("auditor: { keys: [auditor.asc] }", ""), "PRD");
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.differencesFrom(before)).anyMatch(text -> text.contains(difference));
    }

    @Test
    void what_accounts_may_do_is_kept_and_read_again() throws IOException {
        keys("jenkins", JENKINS);
        String accountsAlone = withAccounts().replace("keys: [customer.asc], ", "");
        StagePolicy policy = policy(accountsAlone, "PRD");
        assertThat(policy.keys()).containsOnlyKeys("developer", "operator");
        StagePolicy kept = StagePolicy.parse(policy.canonical(), policy.keys());
        assertThat(kept.digest()).isEqualTo(policy.digest());
        assertThat(kept.differencesFrom(policy)).isEmpty();
        assertThat(kept.approvals().text()).isEqualTo("1 customer and 1 developer");
        assertThat(kept.keyrings().roles()).containsOnlyKeys("developer", "operator");
        assertThat(policy.differencesFrom(policy(STAGES, "PRD")))
                .anyMatch(
                        text -> text.startsWith("accounts of customer: jenkins/carl and jenkins/group:buyers instead"));
    }

    @Test
    void a_person_named_in_a_rule_is_pinned_with_the_roles_their_accounts_act_in() throws IOException {
        keys("jenkins", JENKINS);
        StagePolicy policy = policy(withAccounts(), "LAB");
        assertThat(policy.canonical()).contains("jenkins/group:buyers");
        assertThat(policy.keyrings().roles()).containsOnlyKeys("customer", "developer");
    }

    private static String withAccounts() {
        return STAGES.replace("roles:", "attestors: { jenkins: { keys: [jenkins.asc] } }\nroles:")
                .replace("customer.asc]", "customer.asc], accounts: [jenkins/carl, jenkins/group:buyers]")
                .replace(
                        "dora: " + DEVELOPER.fingerprint(),
                        "dora: { key: " + DEVELOPER.fingerprint() + ", accounts: [jenkins/dora] }");
    }

    private StagePolicy policy(String text, String stage) throws IOException {
        PromotionPath path = PromotionPathReader.read(Files.writeString(folder.resolve("stages.yml"), text));
        return StagePolicy.of(path, path.stage(stage), Keyrings.of(path));
    }

    private void keys(String role, Somebody... people) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Somebody person : people) {
            text.append(person.made().publicKey());
        }
        Files.writeString(folder.resolve(role + ".asc"), text);
    }
}
