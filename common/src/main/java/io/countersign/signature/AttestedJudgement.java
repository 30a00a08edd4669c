package io.countersign.signature;

import io.countersign.promotion.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges what was attested: an attestor's good signature is worth what the policy grants to the account that it names,
 * and nothing without one.
 */
record AttestedJudgement<P extends Predicate>(EvidenceFile file, Predicate.Attested<P> predicate, Keyrings keyrings) {

    /** @param objection why the statement is not about this release, whoever signed it */
    List<Judged<P>> of(Optional<String> objection, Instant now) {
        Account account;
        try {
            account = Account.parse(predicate.account());
        } catch (IllegalArgumentException e) {
            return List.of(verdict(
                    new PersonKey("", "somebody"), "\"" + predicate.account() + "\" is no account", Optional.empty()));
        }
        List<SignatureFinding> findings = file.judge(keyrings.attestor(account.attestor()), now);
        if (findings.isEmpty()) {
            return List.of(file.unsigned(predicate.approval(), predicate.role()));
        }
        return findings.stream()
                .map(finding -> verdict(
                        finding.isGood() ? keyrings.attestations().person(account) : new PersonKey("", account.text()),
                        objection.orElseGet(() -> reason(account, finding)),
                        finding.created()))
                .toList();
    }

    private String reason(Account account, SignatureFinding finding) {
        if (finding.status() == SignatureFinding.Status.UNKNOWN_KEY) {
            return "its key is none of the attestor " + account.attestor();
        }
        if (!finding.isGood()) {
            return finding.reason();
        }
        if (account.group()) {
            return "a group agrees to nothing; its members do";
        }
        return keyrings.attestations().isGranted(predicate.role(), account, predicate.groups())
                ? ""
                : "the role " + predicate.role() + " is granted neither to " + account.text() + " nor to its groups";
    }

    private Judged<P> verdict(PersonKey person, String reason, Optional<Instant> signedAt) {
        return file.verdict(predicate.approval(), predicate.role(), person, reason, signedAt);
    }
}
