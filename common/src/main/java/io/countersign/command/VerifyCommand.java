package io.countersign.command;

import io.countersign.ledger.JudgedReceipts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.Rehearsal;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.RolloutReceipt;
import io.countersign.ledger.Withdrawal;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Evidence;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.Judged;
import io.countersign.signature.Keyrings;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.Statements;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a release and its evidence, offline.
 *
 * @param stages whose roles the signatures are judged by; without it the release alone is verified
 */
public record VerifyCommand(ReleaseInput input, Optional<File> stages) implements Command<VerifyCommand.Result> {

    /** @param statements one row a signature */
    public record Result(ReleaseReference release, int files, long bytes, boolean preliminary, List<Verdict> statements)
            implements CommandResult {
        public Result {
            statements = List.copyOf(statements);
        }

        @Override
        public Report report() {
            return Report.titled(release.title() + " is intact")
                    .fact("File digest", release.digest().hex())
                    .fact(
                            "Commit",
                            release.commit()
                                    + release.tag()
                                            .map(tag -> " (tag " + tag + ")")
                                            .orElse(""))
                    .fact("Contents", Counted.of(files, "file") + ", " + bytes + " bytes")
                    .fact(
                            "Kind",
                            preliminary ? Cell.caution("preliminary: for the first stage only") : Cell.plain("release"))
                    .table(
                            List.of("Evidence", "Signed by", "Role", "Verdict"),
                            statements.stream().map(Verdict::row).toList())
                    .build();
        }

        @Override
        public Optional<Problem> refusal() {
            List<String> bad = statements.stream()
                    .filter(verdict -> !verdict.counts())
                    .map(verdict -> verdict.file() + ": " + verdict.reason())
                    .toList();
            return bad.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CountersignException.problem(ProblemCode.SIGNATURE_BAD)
                            .found(
                                    "%s",
                                    "The release is intact, but some evidence does not count: " + String.join("; ", bad)
                                            + ".")
                            .expected("every statement to be about this release and signed by a valid key of its role.")
                            .remedy("Remove what does not belong here, or have it signed again.")
                            .value());
        }
    }

    /** What one signature, or one file without, is worth. */
    public record Verdict(String file, String signer, String role, boolean counts, String reason) {
        List<Cell> row() {
            return List.of(
                    Cell.plain(file),
                    Cell.plain(signer),
                    Cell.plain(role),
                    counts ? Cell.good("counts") : Cell.bad(reason));
        }
    }

    /** Whose signatures count, and for what. */
    private record Judges(PromotionPath path, Keyrings keyrings) {
        static Judges in(File stages) {
            PromotionPath path = PromotionPathReader.read(stages.toPath());
            return new Judges(path, Keyrings.of(path));
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Ahead<SealedRelease> opening = input.opening();
        Optional<Judges> judges = opening.meanwhile(() -> stages.map(Judges::in));
        SealedRelease release = opening.get();
        Manifest manifest = release.manifest();
        return new Result(
                ReleaseReference.of(release),
                manifest.entries().size(),
                manifest.entries().stream().mapToLong(entry -> entry.size()).sum(),
                manifest.preliminary(),
                judges.map(by -> verdicts(context, release, by)).orElse(List.of()));
    }

    private List<Verdict> verdicts(CommandContext context, SealedRelease release, Judges judges) {
        Evidence evidence = input.openEvidence();
        SignedRelease signed = SignedRelease.of(
                release, evidence, judges.keyrings(), context.clock().instant());
        List<Judged<? extends Predicate>> judged = new ArrayList<>();
        for (Stage stage : judges.path().stages()) {
            judged.addAll(signed.approvals(stage.name()));
            judged.addAll(signed.exceptions(stage.name()));
            judged.addAll(signed.signed().waveApprovals(stage.name()));
            judged.addAll(JudgedReceipts.signed(signed.signed(), stage));
            judged.addAll(JudgedReceipts.withdrawals(signed.signed(), stage));
            stage.deployment()
                    .receipts()
                    .ifPresent(role -> judged.addAll(new SummaryJudgement(signed, stage.name(), role).all()));
        }
        List<Verdict> verdicts = new ArrayList<>(judged.stream()
                .map(one -> new Verdict(one.fileName(), one.person().userId(), one.role(), one.counts(), one.reason()))
                .toList());
        for (EvidenceFile each : evidence.files()) {
            Statements.objection(
                            each,
                            List.of(
                                    Predicate.Approval.class,
                                    Predicate.AttestedApproval.class,
                                    Predicate.WaveApproval.class,
                                    Predicate.AttestedWaveApproval.class,
                                    Predicate.CheckException.class,
                                    Predicate.PolicyChange.class,
                                    Receipt.class,
                                    Rehearsal.class,
                                    RolloutReceipt.class,
                                    Withdrawal.class))
                    .ifPresent(why -> verdicts.add(new Verdict(each.name(), "", "", false, why)));
        }
        return verdicts;
    }
}
