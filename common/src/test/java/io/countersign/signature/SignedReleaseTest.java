package io.countersign.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.json.Json;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.release.Digest;
import io.countersign.release.GitProject;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Predicate.Approval;
import io.countersign.signature.Predicate.CheckException;
import io.countersign.signature.Predicate.PinnedRecord;
import io.countersign.signature.Predicate.PolicyChange;
import io.countersign.signature.openpgp.Gpg;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedReleaseTest {
    private static final Digest RECEIPT = Digest.of("a receipt");
    private static final Somebody DORA = Somebody.called("Dora");
    private static final Somebody CARL = Somebody.called("Carl");
    private static final Somebody CLEO = Somebody.called("Cleo");
    private static final Somebody SVEN = Somebody.called("Sven");

    @TempDir
    static Path shop;

    private static SealedRelease release;

    @TempDir
    Path temp;

    @TempDir
    Path operators;

    private final Map<String, Keyring> roles = Map.of(
            "developer", Somebody.keyring(DORA),
            "customer", Somebody.keyring(CARL, CLEO));

    @BeforeAll
    static void seal() {
        release = GitProject.bookshop(shop.resolve("bookshop")).seal();
    }

    @Test
    void an_approval_by_a_key_of_its_role_counts() {
        sign("one", approval("PRD", "customer"), CARL);
        Judged<Approval> judged = only(signed().approvals("PRD"));
        assertThat(judged.counts()).isTrue();
        assertThat(judged.reason()).isEmpty();
        assertThat(judged.person()).isEqualTo(new PersonKey(CARL.fingerprint(), "Carl"));
        assertThat(judged.role()).isEqualTo("customer");
        assertThat(judged.file()).isEqualTo(Digest.of(temp.resolve("one.json")));
        assertThat(Instant.parse(judged.signedAt().orElseThrow()))
                .isBefore(Instant.now().plusSeconds(1));
    }

    @Test
    void an_approval_counts_for_its_stage_alone() {
        sign("one", approval("QAT", "customer"), CARL);
        assertThat(signed().approvals("PRD")).isEmpty();
        assertThat(signed().approvals("QAT")).hasSize(1);
    }

    @Test
    void an_approval_of_another_release_does_not_count() {
        sign("digest", Statement.about("x", Digest.of("other bytes"), approval("PRD", "customer")), CARL);
        assertThat(only(signed().approvals("PRD")).reason()).contains("another release");
    }

    @Test
    void an_approval_that_names_another_application_or_version_does_not_count() {
        sign("application", new Approval("toyshop", "1.4.0", "PRD", "customer", Optional.of(RECEIPT), ""), CARL);
        sign("version", new Approval("bookshop", "1.3.0", "PRD", "customer", Optional.of(RECEIPT), ""), CLEO);
        assertThat(signed().approvals("PRD"))
                .extracting(Judged::reason)
                .containsExactlyInAnyOrder("it is about toyshop 1.4.0", "it is about bookshop 1.3.0");
    }

    @Test
    void a_key_of_another_role_or_of_nobody_does_not_count() {
        sign("other-role", approval("PRD", "customer"), DORA);
        sign("stranger", approval("PRD", "developer"), SVEN);
        sign("no-role", approval("PRD", "emperor"), CARL);
        assertThat(signed().approvals("PRD"))
                .noneMatch(Judged::counts)
                .extracting(Judged::reason)
                .containsExactlyInAnyOrder(
                        "its key is none of the role customer",
                        "its key is none of the role developer",
                        "its key is none of the role emperor");
        assertThat(signed().approvals("PRD"))
                .filteredOn(judged -> judged.fileName().equals("other-role.json"))
                .extracting(judged -> judged.person().userId())
                .containsExactly("Dora");
    }

    @Test
    void a_statement_without_a_readable_signature_does_not_count() throws IOException {
        evidence().add("unsigned", statement(approval("PRD", "customer")), Optional.empty());
        evidence().add("empty", statement(approval("PRD", "customer")), Optional.of(""));
        evidence().add("garbage", statement(approval("PRD", "customer")), Optional.of("signed: Carl"));
        assertThat(signed().approvals("PRD"))
                .hasSize(3)
                .noneMatch(Judged::counts)
                .extracting(Judged::reason)
                .contains("it is not signed")
                .anyMatch(reason -> reason.startsWith("the signature file cannot be read"));
    }

    @Test
    void a_signature_moved_to_another_statement_does_not_count() throws IOException {
        sign("qat", approval("QAT", "customer"), CARL);
        evidence()
                .add(
                        "prd",
                        statement(approval("PRD", "customer")),
                        Optional.of(Files.readString(temp.resolve("qat.json.asc"))));
        assertThat(only(signed().approvals("PRD")).reason()).contains("other bytes");
    }

    @Test
    void every_byte_of_a_statement_matters() throws IOException {
        sign("one", approval("PRD", "customer"), CARL);
        Path file = temp.resolve("one.json");
        byte[] right = Files.readAllBytes(file);
        for (int position = 0; position < right.length; position++) {
            byte[] altered = right.clone();
            altered[position] ^= 0x01;
            Files.write(file, altered);
            assertThat(signed().approvals("PRD")).as("byte %d", position).noneMatch(Judged::counts);
        }
        Files.writeString(file, new String(right, StandardCharsets.UTF_8).replace("\n", "\r\n"));
        assertThat(only(signed().approvals("PRD")).counts()).isFalse();
    }

    @Test
    void several_people_may_sign_one_statement() {
        sign("one", approval("PRD", "customer"), CARL);
        sign("one", approval("PRD", "customer"), CLEO);
        sign("one", approval("PRD", "customer"), DORA);
        assertThat(signed().approvals("PRD"))
                .filteredOn(Judged::counts)
                .extracting(judged -> judged.person().userId())
                .containsExactlyInAnyOrder("Carl", "Cleo");
    }

    @Test
    void who_acts_in_two_roles_counts_in_none() {
        Map<String, Keyring> pooled =
                Map.of("developer", Somebody.keyring(DORA), "customer", Somebody.keyring(CARL, DORA));
        sign("as-developer", approval("QAT", "developer"), DORA);
        sign("as-customer", approval("PRD", "customer"), DORA);
        sign("carl", approval("PRD", "customer"), CARL);
        SignedRelease signed = signed(pooled);
        assertThat(signed.approvals("QAT")).noneMatch(Judged::counts);
        assertThat(signed.approvals("PRD"))
                .filteredOn(Judged::counts)
                .extracting(judged -> judged.person().userId())
                .containsExactly("Carl");
        assertThat(signed.actingInSeveralRoles()).containsExactly("Dora (customer and developer)");
    }

    @Test
    void who_stands_in_two_roles_but_acts_in_one_counts() {
        Map<String, Keyring> pooled = Map.of("developer", Somebody.keyring(DORA), "customer", Somebody.keyring(DORA));
        sign("qat", approval("QAT", "developer"), DORA);
        sign("prd", approval("PRD", "developer"), DORA);
        assertThat(signed(pooled).approvals("PRD")).allMatch(Judged::counts).hasSize(1);
        assertThat(signed(pooled).actingInSeveralRoles()).isEmpty();
    }

    @Test
    void an_exception_is_an_act_in_a_role_too() {
        Map<String, Keyring> pooled = Map.of("developer", Somebody.keyring(DORA), "customer", Somebody.keyring(DORA));
        sign("approval", approval("PRD", "developer"), DORA);
        sign("exception", exception("customer", Optional.empty()), DORA);
        assertThat(signed(pooled).approvals("PRD")).noneMatch(Judged::counts);
        assertThat(signed(pooled).exceptions("PRD")).noneMatch(Judged::counts);
    }

    @Test
    void an_exception_counts_until_its_end() {
        Instant end = Instant.now().plus(Duration.ofHours(1));
        sign("exception", exception("customer", Optional.of(end.toString())), CARL);
        assertThat(only(signed().exceptions("PRD")).counts()).isTrue();
        assertThat(only(at(end.plusSeconds(1)).exceptions("PRD")).reason()).contains("it ended at");
        assertThat(signed().exceptions("QAT")).isEmpty();
    }

    @Test
    void an_exception_without_a_readable_end_does_not_count() {
        sign("exception", exception("customer", Optional.of("next week")), CARL);
        assertThat(only(signed().exceptions("PRD")).reason())
                .contains("\"next week\"")
                .contains("no moment");
    }

    @Test
    void an_approval_is_no_exception_and_the_reverse() {
        sign("approval", approval("PRD", "customer"), CARL);
        assertThat(signed().exceptions("PRD")).isEmpty();
        sign("exception", exception("customer", Optional.empty()), CARL);
        assertThat(signed().approvals("PRD")).hasSize(1);
    }

    @Test
    void a_change_of_policy_is_judged_by_the_keys_that_counted_before() {
        StagePolicy pinned = policy("1 customer", Somebody.keyring(CARL, CLEO));
        StagePolicy next = policy("1 customer", Somebody.keyring(SVEN));
        Digest to = next.digest();
        PinnedRecord by = new PinnedRecord("prd", 1, Digest.of("record 1"));
        PolicyChange change = change(pinned.digest(), by);
        sign("old-key", Statement.about("policy-PRD", to, change), CARL);
        sign("new-key", Statement.about("policy-PRD", to, change), SVEN);
        sign("other-start", Statement.about("policy-PRD", to, change(Digest.of("x"), by)), CLEO);
        sign("other-goal", Statement.about("policy-PRD", Digest.of("y"), change), CLEO);
        SignedRelease under = signed(Map.of("customer", Somebody.keyring(SVEN)));
        List<Judged<PolicyChange>> changes = under.policyChanges(next, pinned, by);
        assertThat(changes).hasSize(3);
        assertThat(changes)
                .filteredOn(Judged::counts)
                .extracting(judged -> judged.person().userId())
                .containsExactly("Carl");
        assertThat(changes).extracting(Judged::reason).contains("it replaces another policy than the recorded one");
    }

    @Test
    void a_change_of_policy_counts_for_the_records_that_it_replaces_alone() {
        StagePolicy pinned = policy("1 customer", Somebody.keyring(CARL));
        StagePolicy next = policy("2 customer", Somebody.keyring(CARL));
        PinnedRecord north = new PinnedRecord("north", 1, Digest.of("record 1 of north"));
        PinnedRecord south = new PinnedRecord("south", 1, Digest.of("record 1 of south"));
        sign("both", Statement.about("policy-PRD", next.digest(), change(pinned.digest(), north, south)), CARL);

        assertThat(only(signed().policyChanges(next, pinned, north)).counts()).isTrue();
        assertThat(only(signed().policyChanges(next, pinned, south)).counts()).isTrue();
        for (PinnedRecord other : List.of(
                new PinnedRecord("north", 7, Digest.of("record 7 of north")),
                new PinnedRecord("north", 1, Digest.of("another first record")),
                new PinnedRecord("north", 2, north.hash()),
                new PinnedRecord("east", 1, north.hash()))) {
            Judged<PolicyChange> judged = only(signed().policyChanges(next, pinned, other));
            assertThat(judged.counts()).as(other.toString()).isFalse();
            assertThat(judged.reason())
                    .contains("used up or for another target")
                    .contains("record " + other.record())
                    .contains(other.target());
        }
    }

    private static PolicyChange change(Digest from, PinnedRecord... replaces) {
        return new PolicyChange("bookshop", "1.4.0", "PRD", "customer", from, List.of(replaces), "Sven joins");
    }

    private StagePolicy policy(String rule, Keyring customers) {
        Path stages = operators.resolve("stages.yml");
        try {
            Files.writeString(operators.resolve("customer.asc"), customers.armoured());
            Files.writeString(stages, """
                    version: 1
                    roles: { customer: { keys: [customer.asc] } }
                    stages:
                      - name: PRD
                        approvals: %s
                        targets: [ { name: prd, url: "jdbc:h2:mem:prd" } ]
                    """.formatted(rule));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PromotionPath path = PromotionPathReader.read(stages);
        return StagePolicy.of(path, path.stage("PRD"), Keyrings.of(path));
    }

    @Test
    void signatures_made_by_hand_count_the_same() throws IOException {
        try (Gpg gpg = Gpg.at(temp)) {
            String gail = gpg.key("Gail <gail@example.org>", "ed25519", "sign");
            Map<String, Keyring> known = Map.of("customer", keyring(gpg.publicKey(gail)));
            Path folder = temp.resolve("by-hand");
            for (String how : List.of("asc", "sig")) {
                Path file = Evidence.open(folder).add(how, statement(approval("PRD", "customer")), Optional.empty());
                List<String> arguments = how.equals("asc")
                        ? List.of("--local-user", gail, "--armor", "--detach-sign", file.toString())
                        : List.of("--local-user", gail, "--detach-sign", file.toString());
                gpg.run(arguments.toArray(String[]::new));
            }
            SignedRelease signed =
                    SignedRelease.of(release, Evidence.open(folder), Somebody.keyrings(known), Instant.now());
            assertThat(signed.approvals("PRD"))
                    .hasSize(2)
                    .allMatch(Judged::counts)
                    .extracting(judged -> judged.person().fingerprint())
                    .containsOnly(gail);
        }
    }

    @Test
    void a_person_is_one_even_with_two_names_and_two_subkeys() throws IOException {
        try (Gpg gpg = Gpg.at(temp)) {
            String janus = gpg.key("Janus <left@example.org>", "ed25519", "sign");
            byte[] left = gpg.publicKey(janus);
            gpg.run("--quick-add-uid", janus, "Janus <right@example.org>");
            gpg.run("--quick-set-primary-uid", janus, "Janus <right@example.org>");
            String second = gpg.subkey(janus, "ed25519", "sign", "20240601T000000", "never");
            Map<String, Keyring> twice = Map.of("developer", keyring(left), "customer", keyring(gpg.publicKey(janus)));
            Path folder = temp.resolve("janus");
            for (Map.Entry<String, String> act :
                    Map.of("developer", janus, "customer", second).entrySet()) {
                Statement<Approval> statement = statement(approval("PRD", act.getKey()));
                byte[] signature = gpg.feed(
                        Json.pretty(statement), "--local-user", act.getValue() + "!", "--armor", "--detach-sign");
                Evidence.open(folder)
                        .add(act.getKey(), statement, Optional.of(new String(signature, StandardCharsets.UTF_8)));
            }
            SignedRelease signed =
                    SignedRelease.of(release, Evidence.open(folder), Somebody.keyrings(twice), Instant.now());
            assertThat(signed.approvals("PRD"))
                    .hasSize(2)
                    .allMatch(judged -> judged.reason().contains("more than one role"));
            assertThat(signed.actingInSeveralRoles()).hasSize(1);
        }
    }

    private Keyring keyring(byte[] exported) throws IOException {
        return OpenPgp.keyring(List.of(Files.write(Files.createTempFile(temp, "key", ".asc"), exported)));
    }

    private static Approval approval(String stage, String role) {
        return new Approval("bookshop", "1.4.0", stage, role, Optional.of(RECEIPT), "");
    }

    private static CheckException exception(String role, Optional<String> until) {
        return new CheckException("bookshop", "1.4.0", "PRD", role, List.of("window"), "urgent", until);
    }

    private static <P extends Predicate> Statement<P> statement(P predicate) {
        return Statement.about("bookshop-1.4.0-release.zip", release.digest(), predicate);
    }

    private void sign(String name, Predicate predicate, Somebody by) {
        sign(name, statement(predicate), by);
    }

    private void sign(String name, Statement<?> statement, Somebody by) {
        new StatementSigner(evidence()).sign(name, statement, by.key());
    }

    private Evidence evidence() {
        return Evidence.open(temp);
    }

    private SignedRelease signed() {
        return at(Instant.now());
    }

    private SignedRelease at(Instant now) {
        return SignedRelease.of(release, evidence(), Somebody.keyrings(roles), now);
    }

    private SignedRelease signed(Map<String, Keyring> keyrings) {
        return SignedRelease.of(release, evidence(), Somebody.keyrings(keyrings), Instant.now());
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
