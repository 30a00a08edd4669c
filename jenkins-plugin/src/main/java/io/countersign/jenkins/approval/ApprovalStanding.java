package io.countersign.jenkins.approval;

import hudson.model.User;
import io.countersign.command.ReviewCommand;
import io.countersign.gate.ApprovalState;
import io.countersign.jenkins.configuration.AttestorKey;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.PathReading;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.Stage;
import io.countersign.signature.Evidence;
import io.countersign.signature.Judged;
import io.countersign.signature.PersonKey;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedEvidence;
import io.countersign.signature.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How an approval stands at this moment.
 *
 * @param review what the agent found when the step began
 * @param configured the promotion path as administrators keep it now
 * @param state of the whole stage
 * @param agreement what is asked for: the whole stage, or a wave of it
 */
record ApprovalStanding(
        ReviewCommand.Result review,
        ConfiguredPath configured,
        PathReading.ReadPath path,
        Stage stage,
        Evidence evidence,
        SignedEvidence signed,
        ApprovalState state,
        Agreement agreement) {

    /** The roles that the stage's rule asks for; all roles where it asks for people by name. */
    List<String> roles() {
        Set<String> all = new TreeSet<>(path.keyrings().roles().keySet());
        List<ApprovalRule> leaves = stage.entry().approvals().leaves();
        boolean byName = leaves.stream().anyMatch(ApprovalRule.Person.class::isInstance);
        return all.stream()
                .filter(role -> byName
                        || leaves.stream()
                                .anyMatch(leaf -> leaf instanceof ApprovalRule.AtLeast some
                                        && some.role().equals(role)))
                .toList();
    }

    boolean isApprovedBy(PersonKey person, String role) {
        return agreement.signatures().stream()
                .filter(Judged::counts)
                .filter(judged -> judged.role().equals(role))
                .anyMatch(judged -> judged.person().fingerprint().equals(person.fingerprint()));
    }

    /**
     * The role in which somebody has signed this release already, so that a signature more would count them in two roles, or twice.
     *
     * @param addresses by which they are known too, where no policy says that key and account, or two keys, are one person's
     */
    Optional<String> signedAlready(PersonKey self, Collection<String> addresses, String role) {
        return Stream.<Judged<?>>concat(
                        path.path().stages().stream().flatMap(each -> signed.approvals(each.name()).stream()),
                        agreement.signatures().stream())
                .filter(judged -> judged.person().fingerprint().equals(self.fingerprint())
                        ? !judged.role().equals(role)
                        : judged.counts()
                                && isTwice(judged, role)
                                && addresses.stream().anyMatch(address -> isOf(judged.person(), address)))
                .map(judged -> judged.role()
                        + (judged.person().fingerprint().equals(self.fingerprint())
                                ? ""
                                : ", as " + judged.person().userId() + ","))
                .findFirst();
    }

    /** In another role; or in the same one about the same. */
    private boolean isTwice(Judged<?> judged, String role) {
        return !judged.role().equals(role)
                || agreement.signatures().stream().anyMatch(here -> here.file().equals(judged.file()));
    }

    private boolean isOf(PersonKey person, String address) {
        return Authors.carries(person, address)
                || path.keyrings().attestations().attestor(AttestorKey.get().fingerprint()).stream()
                        .filter(attestor -> person.userId().startsWith(attestor + "/"))
                        .map(attestor -> person.userId().substring(attestor.length() + 1))
                        .anyMatch(id -> Voter.address(User.getById(id, false))
                                .filter(address::equalsIgnoreCase)
                                .isPresent());
    }

    /** A statement about this release, named as evidence names it. */
    <P extends Predicate> Statement<P> about(P predicate) {
        return Statement.about(review.file(), review.release().digest(), predicate);
    }
}
