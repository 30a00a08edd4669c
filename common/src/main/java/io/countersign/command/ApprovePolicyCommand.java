package io.countersign.command;

import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Manifest;
import io.countersign.report.Report;
import io.countersign.signature.Keyrings;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.SigningKey;
import io.countersign.signature.StagePolicy;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs "this stage's policy may become the one in stages.yml". Who may sign is decided by the policy that the target's
 * ledger has pinned, not by the new one. The change takes effect with the next deployment that carries the statement.
 *
 * @param release whose evidence carries the statement
 */
public record ApprovePolicyCommand(
        ReleaseInput release, StageInput stage, KeyInput key, Optional<String> role, String reason)
        implements Command<ApprovePolicyCommand.Result> {

    /** @param differences what changes, for people */
    public record Result(String stage, String from, String to, List<String> differences, String signer, String file)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Approved: the policy of " + stage + " may change")
                    .fact("From", from)
                    .fact("To", to)
                    .listing("Changes", differences)
                    .fact("Signed by", signer)
                    .fact("Statement", file)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = path.stage(stage.stage());
        Target target = stage.target(where);
        Keyrings keyrings = Keyrings.of(path);
        StagePolicy present = StagePolicy.of(path, where, keyrings);
        SignedRelease signed = release.signed(keyrings, context.clock().instant());
        StagePolicy pinned = pinned(context, where, target);
        if (pinned.digest().equals(present.digest())) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The policy of %s in stages.yml is the one that is pinned.", where.name())
                    .remedy("Nothing has to be approved.")
                    .build();
        }
        SigningKey signer = key.require(context);
        PromotionPath former =
                new PromotionPath(path.roles(), pinned.people(), path.attestors(), path.identities(), path.stages());
        String acting = RoleChoice.of(
                pinned.approvals(), former, pinned.keyrings(), signer.person().fingerprint(), role, where.name());
        Manifest manifest = signed.release().manifest();
        Statement<Predicate.PolicyChange> statement = Statement.about(
                "policy-" + where.name(),
                present.digest(),
                new Predicate.PolicyChange(
                        manifest.application(), manifest.version(), where.name(), acting, pinned.digest(), reason));
        Path file = new StatementSigner(signed.evidence())
                .sign(
                        "policy-" + where.name() + "-" + present.digest().abbreviated() + "-"
                                + signer.person().fingerprint(),
                        statement,
                        signer);
        return new Result(
                where.name(),
                pinned.digest().hex(),
                present.digest().hex(),
                present.differencesFrom(pinned),
                signer.person().userId(),
                file.toString());
    }

    private static StagePolicy pinned(CommandContext context, Stage where, Target target) {
        try (TargetSession session = TargetSession.open(context, where, target)) {
            LedgerEvent.PolicyPinned pinned = session.ledger()
                    .read()
                    .policy()
                    .orElseThrow(() -> CountersignException.problem(ProblemCode.LEDGER_MISSING)
                            .found("No policy is pinned in the ledger of %s/%s yet.", where.name(), target.name())
                            .remedy("The first deployment or a baseline pins it.")
                            .build());
            return StagePolicy.parse(
                    pinned.canonical(),
                    pinned.keys().stream()
                            .collect(Collectors.toMap(LedgerEvent.RoleKeys::role, LedgerEvent.RoleKeys::armoured)));
        }
    }
}
