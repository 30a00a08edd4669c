package io.countersign.jenkins.approval;

import hudson.model.Item;
import hudson.model.Run;
import io.countersign.command.ReviewCommand;
import io.countersign.gate.ApprovalState;
import io.countersign.gate.WaveState;
import io.countersign.jenkins.configuration.AttestorKey;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.PathReading;
import io.countersign.jenkins.configuration.PromotionPaths;
import io.countersign.json.Json;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Account;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.RolloutPlan;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import io.countersign.signature.Attestations;
import io.countersign.signature.Evidence;
import io.countersign.signature.Keyring;
import io.countersign.signature.PersonKey;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedEvidence;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes approvals on the controller. Everything is asked anew each time: the promotion path as administrators keep it now, the
 * evidence in the run's own folder, and Jenkins' own record of who is who. Nothing of it comes from a script.
 */
final class ApprovalDesk {
    /** In the user id of a key. */
    private static final Pattern ADDRESS = Pattern.compile("<([^<>]+@[^<>]+)>");

    private final Run<?, ?> run;
    private final KeptReview kept;
    private final String promotionPath;

    ApprovalDesk(Run<?, ?> run, KeptReview kept, String promotionPath) {
        this.run = run;
        this.kept = kept;
        this.promotionPath = promotionPath;
    }

    KeptReview kept() {
        return kept;
    }

    ApprovalStanding standing() throws IOException {
        ReviewCommand.Result review = kept.found();
        PromotionPaths.Kept rules = PromotionPaths.require(run, promotionPath);
        PathReading.ReadPath path = rules.read();
        Stage stage = path.path().stage(review.stage());
        ReleaseReference release = review.release();
        Evidence evidence = Evidence.open(kept.evidence());
        SignedEvidence signed = SignedEvidence.of(
                new SignedEvidence.Subject(release.digest(), release.application(), release.version()),
                evidence,
                path.keyrings(),
                Instant.now());
        ApprovalState state = ApprovalState.of(signed, path.path(), stage);
        Agreement agreement = wave(review, path.path(), stage, signed)
                .orElseGet(() -> new StageEntry(release, path.path(), stage, state));
        return new ApprovalStanding(review, rules.path(), path, stage, evidence, signed, state, agreement);
    }

    /** Empty where the target that was looked at is in the first wave, or waves wait for nobody. */
    private static Optional<Agreement> wave(
            ReviewCommand.Result review, PromotionPath path, Stage stage, SignedEvidence signed) {
        // a stage whose targets a catalogue knows is known whole on the agent alone; the gate compares what was signed
        // about it
        return review.rollout()
                .map(found -> stage.catalogue().isPresent() ? found : RolloutPlan.of(stage))
                .filter(plan -> plan.waves().stream().anyMatch(wave -> wave.contains(review.target())))
                .flatMap(plan -> WaveState.of(signed, path, stage, plan, plan.waveOf(review.target()))
                        .map(state -> new WaveStart(review.release(), plan, state)));
    }

    /**
     * The controller signs that this account approves.
     *
     * @param wanted the role; empty where the account has only one that is asked for
     * @throws CountersignException APPROVAL_FORBIDDEN
     */
    void approve(Voter voter, String wanted, String comment, String how) throws IOException {
        ApprovalStanding now = standing();
        Account account = account(now, voter);
        String role = role(now, account, voter, wanted);
        if (now.isApprovedBy(now.path().keyrings().attestations().person(account), role)) {
            // a second click, or a step that was interrupted, changes nothing
            return;
        }
        refuseOwnWork(now, voter, role);
        refuseTwofold(now, account, voter, role);
        requireReceipt(now);
        Predicate statement = now.agreement()
                .byAccount(new Agreement.Word(account, voter.groups(), role, comment, how, run.getExternalizableId()));
        String who = Digest.of(account.text() + " " + role + " " + run.getExternalizableId())
                .abbreviated();
        new StatementSigner(now.evidence())
                .sign(
                        now.agreement().fileName(account.attestor() + "-" + who),
                        now.about(statement),
                        AttestorKey.get().key());
    }

    /** Who may say no: whoever could say yes, and whoever could abort the build anyway. */
    void requireRejector(Voter voter) throws IOException {
        if (!voter.may(run.getParent(), Item.CANCEL)) {
            ApprovalStanding now = standing();
            role(now, account(now, voter), voter, "");
        }
    }

    private Account account(ApprovalStanding now, Voter voter) {
        requireBuilder(voter);
        return now.path()
                .keyrings()
                .attestations()
                .attestor(AttestorKey.get().fingerprint())
                .map(attestor -> Account.user(attestor, voter.id()))
                .orElseThrow(() -> Voter.forbidden(
                        "The promotion path " + promotionPath + " trusts no word of this Jenkins about accounts.",
                        "an attestor with the keys of " + ConfiguredPath.ATTESTOR_FILE));
    }

    /** Who the owner of an account is counted as; somebody of their own where nobody attests accounts. */
    private static PersonKey person(ApprovalStanding now, String id) {
        Attestations attestations = now.path().keyrings().attestations();
        return attestations
                .attestor(AttestorKey.get().fingerprint())
                .map(attestor -> attestations.person(Account.user(attestor, id)))
                .orElseGet(() -> new PersonKey(id, id));
    }

    private void requireBuilder(Voter voter) {
        if (!voter.may(run.getParent(), Item.BUILD)) {
            throw Voter.forbidden(
                    voter.id() + " may not build " + run.getParent().getFullDisplayName() + ".",
                    "the permission Job/Build");
        }
    }

    private static String role(ApprovalStanding now, Account account, Voter voter, String wanted) {
        Attestations attestations = now.path().keyrings().attestations();
        List<String> possible = attestations.roles(account, voter.groups()).stream()
                .filter(now.roles()::contains)
                .filter(role -> wanted.isEmpty() || wanted.equals(role))
                .toList();
        if (possible.isEmpty()) {
            throw Voter.forbidden(
                    account.text() + " counts for nothing that stage "
                            + now.stage().name() + " asks for" + (wanted.isEmpty() ? "." : " as " + wanted + "."),
                    "somebody under the rule \""
                            + now.stage().entry().approvals().text() + "\"");
        }
        if (possible.size() > 1) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("%s may act as %s.", account.text(), String.join(", ", possible))
                    .expected("one of them.")
                    .remedy("Name the role.")
                    .build();
        }
        return possible.get(0);
    }

    private void refuseOwnWork(ApprovalStanding now, Voter voter, String role) {
        if (now.configured().rolesOfAuthors().contains(role)) {
            return;
        }
        Authors.of(run, now.evidence(), now.review().source()).objection(voter).ifPresent(reason -> {
            throw Voter.forbidden(
                    voter.id() + " may not approve as " + role + ": " + reason + ".", "somebody whose work it is not");
        });
    }

    private static void refuseTwofold(ApprovalStanding now, Account account, Voter voter, String role) {
        refuseTwofold(
                now, now.path().keyrings().attestations().person(account), voter.id(), voter.address().stream(), role);
    }

    private static void refuseTwofold(
            ApprovalStanding now, PersonKey self, String name, Stream<String> addresses, String role) {
        now.signedAlready(self, addresses.toList(), role).ifPresent(other -> {
            throw Voter.forbidden(
                    name + " has signed this release as " + other + " already.",
                    "each person in one role for one release, and once, by key or by account");
        });
    }

    private static void requireReceipt(ApprovalStanding now) {
        String obstacle = now.agreement().obstacle();
        if (!obstacle.isEmpty()) {
            throw Voter.forbidden(obstacle, "a deployment there, with its signed receipt in the evidence");
        }
    }

    /** What somebody signs by hand who approves by their own key. */
    byte[] statement(String role) throws IOException {
        return Json.pretty(statement(standing(), role));
    }

    private static Statement<Predicate> statement(ApprovalStanding now, String role) {
        if (!now.roles().contains(role)) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("Stage %s asks for no role \"%s\".", now.stage().name(), role)
                    .expected("one of %s.", String.join(", ", now.roles()))
                    .remedy("Name one of them.")
                    .build();
        }
        return now.about(now.agreement().byKey(role));
    }

    /**
     * Takes a detached signature over {@link #statement}.
     *
     * @throws CountersignException SIGNATURE_BAD, or APPROVAL_FORBIDDEN where it is good and still does not count
     */
    void countersign(Voter sender, String role, String signature) throws IOException {
        ApprovalStanding now = standing();
        requireBuilder(sender);
        requireReceipt(now);
        Statement<Predicate> statement = statement(now, role);
        PersonKey signer = judged(now.path().keyrings().role(role), Json.pretty(statement), signature);
        if (!now.configured().rolesOfAuthors().contains(role)) {
            Authors.of(run, now.evidence(), now.review().source())
                    .objection(signer, id -> person(now, id))
                    .ifPresent(reason -> {
                        throw Voter.forbidden(
                                signer.userId() + " may not approve as " + role + ": " + reason + ".",
                                "somebody whose work it is not");
                    });
        }
        refuseTwofold(
                now,
                signer,
                signer.userId(),
                ADDRESS.matcher(signer.userId()).results().map(found -> found.group(1)),
                role);
        now.evidence().add(now.agreement().fileName(signer.fingerprint()), statement, Optional.of(signature));
    }

    private static PersonKey judged(Keyring keyring, byte[] signed, String signature) {
        var findings =
                keyring.judge(signed, signature.getBytes(java.nio.charset.StandardCharsets.US_ASCII), Instant.now());
        return findings.stream()
                .filter(finding -> finding.isGood())
                .findFirst()
                .flatMap(finding -> finding.person())
                .orElseThrow(() -> CountersignException.problem(ProblemCode.SIGNATURE_BAD)
                        .found(
                                "The signature does not count: %s.",
                                findings.isEmpty()
                                        ? "there is none"
                                        : findings.get(0).reason())
                        .expected("a detached signature over exactly the statement of this page.")
                        .remedy("Download the statement, and sign it by gpg --armor --detach-sign FILE.")
                        .state("Nothing was taken.")
                        .build());
    }
}
