package io.countersign.command;

import io.countersign.gate.Check;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.signature.Keyrings;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Signs an exception: the emergency way that leaves a trace. It lifts named checks for one release and one stage, and is
 * shown in the gate, in the receipt and in the ledger for ever.
 *
 * @param lifts the checks' names
 * @param reason why; required
 * @param until an ISO 8601 instant after which it no longer counts
 */
public record ExceptCommand(
        ReleaseInput release,
        StageInput stage,
        KeyInput key,
        Optional<String> role,
        List<String> lifts,
        String reason,
        Optional<String> until)
        implements Command<ExceptCommand.Result> {
    public ExceptCommand {
        lifts = List.copyOf(lifts);
    }

    /** What was signed. */
    public record Result(
            ReleaseReference release, String stage, String role, List<String> lifts, String reason, String file)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Exception for " + release.title() + " on " + stage)
                    .fact("Lifts", String.join(", ", lifts))
                    .fact("Because", reason)
                    .fact("As", role)
                    .fact("Statement", file)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Ahead<SealedRelease> opening = release.opening();
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        stage.targets(where); // an exception is for the stage; but a target that was named has to be there
        if (where.entry().exceptions() instanceof ApprovalRule.Nobody) {
            throw CountersignException.problem(ProblemCode.KEY_UNKNOWN)
                    .found("Stage %s knows no exceptions: nobody may lift its checks.", where.name())
                    .remedy(
                            "Meet the checks, or change exceptions in stages.yml (a change that has to be approved itself).")
                    .build();
        }
        requireLiftable();
        Keyrings keyrings = Keyrings.of(path);
        SignedRelease signed = release.signed(opening, keyrings, context.clock().instant());
        SigningKey signer = key.require(context, keyrings);
        String acting = RoleChoice.of(
                where.entry().exceptions(), path, keyrings, signer.person().fingerprint(), role, where.name());
        Manifest manifest = signed.release().manifest();
        Statement<Predicate.CheckException> statement = Statement.about(
                String.valueOf(signed.release().file().getFileName()),
                signed.release().digest(),
                new Predicate.CheckException(
                        manifest.application(), manifest.version(), where.name(), acting, lifts, reason, until));
        String name = "exception-" + where.name() + "-" + signer.person().fingerprint() + "-"
                + io.countersign.release.Digest.of(String.join(",", lifts) + reason + until)
                        .abbreviated();
        Path file = new StatementSigner(signed.evidence()).sign(name, statement, signer);
        return new Result(ReleaseReference.of(signed.release()), where.name(), acting, lifts, reason, file.toString());
    }

    private void requireLiftable() {
        List<String> liftable = StandardChecks.all().stream()
                .filter(Check::liftable)
                .map(Check::name)
                .toList();
        List<String> wrong =
                lifts.stream().filter(name -> !liftable.contains(name)).toList();
        if (lifts.isEmpty()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("No check to lift was named.")
                    .expected("some of %s.", String.join(", ", liftable))
                    .remedy("Add -Dcountersign.lifts=CHECK,CHECK.")
                    .build();
        }
        if (!wrong.isEmpty()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("%s cannot be lifted.", String.join(", ", wrong))
                    .expected("some of %s.", String.join(", ", liftable))
                    .remedy("Name one of these; integrity, signatures, policy and ledger can never be lifted.")
                    .build();
        }
        if (reason.isBlank()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                    .found("No reason was given.")
                    .expected("a sentence that an auditor will read.")
                    .remedy("Add -Dcountersign.reason=\"…\".")
                    .build();
        }
        until.ifPresent(text -> {
            try {
                Instant.parse(text);
            } catch (DateTimeException e) {
                throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                        .found("\"%s\" is no moment.", text)
                        .expected("an ISO 8601 instant, such as 2026-12-31T23:00:00Z.")
                        .remedy("Write it so.")
                        .causedBy(e);
            }
        });
    }
}
