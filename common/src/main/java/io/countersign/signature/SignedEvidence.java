package io.countersign.signature;

import io.countersign.release.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What was signed about one release, judged by the roles' and the attestors' keys. The release itself need not be at hand:
 * its digest, application and version are what statements name.
 */
public final class SignedEvidence {
    private final Subject release;
    private final Evidence evidence;
    private final Keyrings keyrings;
    private final Instant now;
    private final Map<String, Set<String>> twofold;

    /** The release that is spoken about. */
    public record Subject(Digest digest, String application, String version) {}

    private SignedEvidence(Subject release, Evidence evidence, Keyrings keyrings, Instant now) {
        this.release = release;
        this.evidence = evidence;
        this.keyrings = keyrings;
        this.now = now;
        this.twofold = findTwofold();
    }

    public static SignedEvidence of(Subject release, Evidence evidence, Keyrings keyrings, Instant now) {
        return new SignedEvidence(release, evidence, keyrings, now);
    }

    public Keyrings keyrings() {
        return keyrings;
    }

    /** Every approval for a stage, also those that don't count. */
    public List<Judged<Predicate.Approval>> approvals(String stage) {
        return separated(allApprovals().stream()
                .filter(judged -> judged.predicate().stage().equals(stage))
                .toList());
    }

    /** Every approval of a wave of a stage, also those that don't count. */
    public List<Judged<Predicate.WaveApproval>> waveApprovals(String stage) {
        return separated(allWaveApprovals().stream()
                .filter(judged -> judged.predicate().stage().equals(stage))
                .toList());
    }

    /** Every exception for a stage, also those that don't count. */
    public List<Judged<Predicate.CheckException>> exceptions(String stage) {
        return separated(judge(Predicate.CheckException.class, Predicate.CheckException::role).stream()
                .filter(judged -> judged.predicate().stage().equals(stage))
                .map(this::withinItsTime)
                .toList());
    }

    private Judged<Predicate.CheckException> withinItsTime(Judged<Predicate.CheckException> judged) {
        if (!judged.counts() || judged.predicate().until().isEmpty()) {
            return judged;
        }
        String until = judged.predicate().until().get();
        try {
            return now.isAfter(Instant.parse(until)) ? judged.refused("it ended at " + until) : judged;
        } catch (DateTimeException e) {
            return judged.refused("its end, \"" + until + "\", is no moment");
        }
    }

    /** Statements of a kind about this release, judged by one role's keys; for receipts. */
    public <P extends Predicate> List<Judged<P>> judge(Class<P> type, String role) {
        return judge(type, predicate -> role);
    }

    /**
     * Every change of a stage's policy to another one, judged by the keys of the policy that is to be replaced.
     *
     * @param by the ledger record that pinned it; a statement about an earlier one is used up
     */
    public List<Judged<Predicate.PolicyChange>> policyChanges(
            StagePolicy to, StagePolicy pinned, Predicate.PinnedRecord by) {
        List<Judged<Predicate.PolicyChange>> changes = new ArrayList<>();
        for (EvidenceFile file : evidence.files()) {
            Optional<Statement<Predicate.PolicyChange>> statement = Statements.read(file, Predicate.PolicyChange.class);
            if (statement.isPresent()
                    && statement.get().predicate().stage().equals(to.stage())
                    && statement.get().subjectDigest().equals(to.digest())) {
                Predicate.PolicyChange change = statement.get().predicate();
                signatures(file, change, change.role(), pinned.keyrings(), objection(change, pinned.digest(), by))
                        .stream()
                        .map(this::refusedToday)
                        .forEach(changes::add);
            }
        }
        return separatedByRole(changes);
    }

    /** A pinned key is what it was then; whoever is still in use has it in the key files with what became of it. */
    private Judged<Predicate.PolicyChange> refusedToday(Judged<Predicate.PolicyChange> judged) {
        return keyrings.objection(judged.person(), now)
                .filter(objection -> judged.counts())
                .map(judged::refused)
                .orElse(judged);
    }

    private static Optional<String> objection(Predicate.PolicyChange change, Digest pinned, Predicate.PinnedRecord by) {
        if (!change.from().equals(pinned)) {
            return Optional.of("it replaces another policy than the recorded one");
        }
        return change.replaces().contains(by)
                ? Optional.empty()
                : Optional.of("it is used up or for another target: it does not replace record " + by.record()
                        + ", which pinned the policy of " + by.target());
    }

    /** Who acts in more than one role for this release; their approvals do not count. */
    public List<String> actingInSeveralRoles() {
        return twofold.entrySet().stream()
                .map(entry -> nameOf(entry.getKey()) + " (" + String.join(" and ", entry.getValue()) + ")")
                .sorted()
                .toList();
    }

    private String nameOf(String fingerprint) {
        return keyrings.roles().values().stream()
                .flatMap(keyring -> keyring.person(fingerprint).stream())
                .findFirst()
                .map(PersonKey::userId)
                .orElse(fingerprint);
    }

    private <P extends Predicate> List<Judged<P>> judge(Class<P> type, Function<P, String> role) {
        List<Judged<P>> judged = new ArrayList<>();
        for (EvidenceFile file : evidence.files()) {
            Statements.read(file, type)
                    .ifPresent(statement -> judged.addAll(signatures(
                            file,
                            statement.predicate(),
                            role.apply(statement.predicate()),
                            keyrings,
                            objection(statement))));
        }
        return judged;
    }

    /** Why a statement is not about this release, whoever signed it. */
    private <P extends Predicate> Optional<String> objection(Statement<P> statement) {
        P predicate = statement.predicate();
        if (!statement.subjectDigest().equals(release.digest())) {
            return Optional.of("it is about another release (sha256 "
                    + statement.subjectDigest().abbreviated() + ")");
        }
        if (!predicate.application().equals(release.application())
                || !predicate.version().equals(release.version())) {
            return Optional.of("it is about " + predicate.application() + " " + predicate.version());
        }
        return Optional.empty();
    }

    private List<Judged<Predicate.Approval>> allApprovals() {
        List<Judged<Predicate.Approval>> all =
                new ArrayList<>(judge(Predicate.Approval.class, Predicate.Approval::role));
        all.addAll(attested(Predicate.AttestedApproval.class));
        return all;
    }

    private List<Judged<Predicate.WaveApproval>> allWaveApprovals() {
        List<Judged<Predicate.WaveApproval>> all =
                new ArrayList<>(judge(Predicate.WaveApproval.class, Predicate.WaveApproval::role));
        all.addAll(attested(Predicate.AttestedWaveApproval.class));
        return all;
    }

    private <P extends Predicate, A extends Predicate.Attested<P>> List<Judged<P>> attested(Class<A> type) {
        List<Judged<P>> judged = new ArrayList<>();
        for (EvidenceFile file : evidence.files()) {
            Statements.read(file, type)
                    .ifPresent(
                            statement -> judged.addAll(new AttestedJudgement<P>(file, statement.predicate(), keyrings)
                                    .of(objection(statement), now)));
        }
        return judged;
    }

    private <P extends Predicate> List<Judged<P>> signatures(
            EvidenceFile file, P predicate, String role, Keyrings keys, Optional<String> objection) {
        List<Judged<P>> judged = new ArrayList<>();
        for (SignatureFinding finding : file.judge(keys.role(role), now)) {
            judged.add(file.verdict(
                    predicate,
                    role,
                    finding.person().orElseGet(() -> stranger(finding)),
                    objection.orElseGet(() -> finding.isGood() ? "" : withRole(finding, role)),
                    finding.created()));
        }
        return judged.isEmpty() ? List.of(file.unsigned(predicate, role)) : judged;
    }

    private static String withRole(SignatureFinding finding, String role) {
        return finding.status() == SignatureFinding.Status.UNKNOWN_KEY
                ? "its key is none of the role " + role
                : finding.reason();
    }

    /** Somebody who is known in another role is called by name. */
    private PersonKey stranger(SignatureFinding finding) {
        return keyrings.roles().values().stream()
                .flatMap(keyring -> keyring.person(finding.signingKey()).stream())
                .findFirst()
                .orElse(new PersonKey("", finding.signingKey()));
    }

    private Map<String, Set<String>> findTwofold() {
        Map<String, Set<String>> roles = new HashMap<>();
        List<Judged<? extends Predicate>> all = new ArrayList<>();
        all.addAll(allApprovals());
        all.addAll(judge(Predicate.CheckException.class, Predicate.CheckException::role));
        all.addAll(allWaveApprovals());
        for (Judged<? extends Predicate> judged : all) {
            if (judged.counts()) {
                roles.computeIfAbsent(judged.person().fingerprint(), person -> new TreeSet<>())
                        .add(judged.role());
            }
        }
        roles.values().removeIf(each -> each.size() == 1);
        return roles;
    }

    private <P extends Predicate> List<Judged<P>> separated(List<Judged<P>> list) {
        return list.stream()
                .map(judged -> twofold.containsKey(judged.person().fingerprint())
                        ? judged.refused("its signer acts in more than one role for this release")
                        : judged)
                .toList();
    }

    private static <P extends Predicate> List<Judged<P>> separatedByRole(List<Judged<P>> list) {
        return list.stream()
                .map(judged -> list.stream()
                                .anyMatch(other -> other.counts()
                                        && judged.counts()
                                        && other.person()
                                                .fingerprint()
                                                .equals(judged.person().fingerprint())
                                        && !other.role().equals(judged.role()))
                        ? judged.refused("its signer acts in more than one role")
                        : judged)
                .toList();
    }
}
