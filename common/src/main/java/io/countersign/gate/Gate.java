package io.countersign.gate;

import io.countersign.ledger.Approver;
import io.countersign.ledger.LiftedCheck;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.ApprovalRule;
import io.countersign.signature.ApprovalRules;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs every check of a stage and, where all pass or are lifted, clears the release. */
public final class Gate {
    private final List<Check> checks;

    /** @param checks in the order in which they are shown: {@link io.countersign.gate.checks.StandardChecks#all()} */
    public Gate(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Runs all checks; none is left out because another one refused. */
    public GateReport examine(GateFacts facts) {
        return examination(facts).report();
    }

    /** @throws CountersignException GATE_REFUSED, naming every check that refuses */
    public ClearedRelease clear(GateFacts facts) {
        Examination examination = examination(facts);
        examination.report().refusal().ifPresent(problem -> {
            throw CountersignException.of(problem);
        });
        boolean compared = facts.stage().entry().rehearsed()
                && examination.lifted().stream()
                        .noneMatch(lifted -> lifted.check().equals("rehearsal"));
        return new ClearedRelease(
                facts.release(),
                facts.policy(),
                examination.report(),
                approvers(facts.approved()),
                facts.policyChange().map(change -> approvers(change.approved())).orElse(List.of()),
                examination.lifted(),
                compared ? facts.rehearsal().map(Judged::predicate) : Optional.empty());
    }

    private record Examination(GateReport report, List<LiftedCheck> lifted) {}

    private Examination examination(GateFacts facts) {
        List<CheckResult> results = new ArrayList<>();
        List<LiftedCheck> lifted = new ArrayList<>();
        for (Check check : checks) {
            CheckResult result = check.examine(facts);
            Optional<LiftedCheck> exception = result.status() == CheckResult.Status.REFUSED && check.liftable()
                    ? exception(facts, check.name())
                    : Optional.empty();
            exception.ifPresent(lifted::add);
            results.add(exception.map(by -> result.lifted(by.reason())).orElse(result));
        }
        GateReport report = new GateReport(
                ReleaseReference.of(facts.release().release()),
                facts.stage().name(),
                facts.target().name(),
                results);
        return new Examination(report, lifted);
    }

    /** The exceptions that name the check, where they satisfy the stage's rule for exceptions. */
    private static Optional<LiftedCheck> exception(GateFacts facts, String check) {
        if (facts.stage().entry().exceptions() instanceof ApprovalRule.Nobody) {
            return Optional.empty();
        }
        List<Judged<Predicate.CheckException>> naming = facts.exceptions().stream()
                .filter(Judged::counts)
                .filter(judged -> judged.predicate().lifts().contains(check))
                .toList();
        RuleResult result = ApprovalRules.evaluate(
                facts.stage().entry().exceptions(), naming, facts.path().people());
        if (!result.satisfied()) {
            return Optional.empty();
        }
        return Optional.of(new LiftedCheck(
                check,
                naming.stream()
                        .map(judged -> judged.person().userId() + " (" + judged.role() + "): "
                                + judged.predicate().reason())
                        .distinct()
                        .collect(Collectors.joining("; ")),
                naming.stream().map(Judged::file).distinct().toList()));
    }

    private static List<Approver> approvers(RuleResult result) {
        return result.counted().stream()
                .map(judged -> new Approver(
                        judged.role(),
                        judged.person().fingerprint(),
                        judged.person().userId(),
                        judged.file()))
                .toList();
    }
}
