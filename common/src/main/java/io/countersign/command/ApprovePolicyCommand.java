package io.countersign.command;

import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Digest;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
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

/**
 * Signs "this stage's policy may become the one in stages.yml". Who may sign is decided by the policy that the target's
 * ledger has pinned, not by the new one. The change takes effect with the next deployment that carries the statement, once
 * for each target: the statement names the ledger records that it replaces.
 *
 * @param release whose evidence carries the statement
 */
public record ApprovePolicyCommand(
        ReleaseInput release, StageInput stage, KeyInput key, Optional<String> role, String reason)
        implements Command<ApprovePolicyCommand.Result> {

    /**
     * What was signed.
     *
     * @param targets where it counts, once each
     * @param differences what changes, for people
     */
    public record Result(
            String stage,
            List<String> targets,
            String from,
            String to,
            List<String> differences,
            String signer,
            String file)
            implements CommandResult {
        public Result {
            targets = List.copyOf(targets);
            differences = List.copyOf(differences);
        }

        @Override
        public Report report() {
            return Report.titled("Approved: the policy of " + stage + " may change")
                    .fact("Targets", String.join(", ", targets))
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
        Ahead<SealedRelease> opening = release.opening();
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        List<Target> targets = stage.targets(where);
        Keyrings keyrings = Keyrings.of(path);
        StagePolicy present = StagePolicy.of(path, where, keyrings);
        SignedRelease signed = release.signed(opening, keyrings, context.clock().instant());
        PinnedPolicy pinned = PinnedPolicy.read(context, where, targets, present);
        StagePolicy former = pinned.policy();
        SigningKey signer = key.require(context, keyrings);
        PromotionPath formerPath =
                new PromotionPath(path.roles(), former.people(), path.attestors(), path.identities(), path.stages());
        String acting = RoleChoice.of(
                former.approvals(),
                formerPath,
                former.keyrings(),
                signer.person().fingerprint(),
                role,
                where.name());
        Manifest manifest = signed.release().manifest();
        Statement<Predicate.PolicyChange> statement = Statement.about(
                "policy-" + where.name(),
                present.digest(),
                new Predicate.PolicyChange(
                        manifest.application(),
                        manifest.version(),
                        where.name(),
                        acting,
                        former.digest(),
                        pinned.records(),
                        reason));
        Path file = new StatementSigner(signed.evidence())
                .sign(
                        "policy-" + where.name() + "-" + present.digest().abbreviated() + "-"
                                + Digest.of(pinned.records().toString()).abbreviated() + "-"
                                + signer.person().fingerprint(),
                        statement,
                        signer);
        return new Result(
                where.name(),
                pinned.records().stream().map(Predicate.PinnedRecord::target).toList(),
                former.digest().hex(),
                present.digest().hex(),
                present.differencesFrom(former),
                signer.person().userId(),
                file.toString());
    }
}
