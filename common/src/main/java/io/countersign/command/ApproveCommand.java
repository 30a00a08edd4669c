package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.ApprovalState;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.plan.DeploymentPlan;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.signature.Judged;
import io.countersign.signature.KeyFingerprint;
import io.countersign.signature.Keyrings;
import io.countersign.signature.PersonKey;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signs "this release may enter this stage", after showing what that means.
 *
 * @param role to act in, where the key belongs to several roles of the stage's rule
 * @param comment to be remembered with the approval
 * @param prepareFor a fingerprint: write the statement for that person to sign by hand with gpg, and sign nothing
 * @param showSql whether to connect to the stage's target and show the SQL that would run there
 */
public record ApproveCommand(
        ReleaseInput release,
        StageInput stage,
        KeyInput key,
        Optional<String> role,
        String comment,
        Optional<String> prepareFor,
        boolean showSql)
        implements Command<ApproveCommand.Result> {

    /**
     * What was approved.
     *
     * @param file the statement
     * @param signed whether it carries a signature now
     */
    public record Result(
            ReleaseReference release,
            String stage,
            String role,
            String signer,
            String file,
            boolean signed,
            Optional<String> restsOn,
            Optional<DeploymentPlan> plan,
            List<String> changesets)
            implements CommandResult {
        public Result {
            changesets = List.copyOf(changesets);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled(
                    (signed ? "Approved: " : "Prepared for signing: ") + release.title() + " may enter " + stage);
            report.fact("As", signer + " (" + role + ")")
                    .fact("Rests on", restsOn.orElse("no receipt: the stage asks for none"))
                    .fact("Statement", file);
            if (!signed) {
                report.listing("Sign it by", List.of("gpg --armor --detach-sign " + file));
            }
            return report.build();
        }
    }

    /** What is needed besides the release: it can be had while that is read, or made. */
    record Means(PromotionPath path, Stage where, Keyrings keyrings, Optional<SigningKey> signer) {}

    @Override
    public Result execute(CommandContext context) {
        Ahead<SealedRelease> opening = release.opening();
        Means means = means(context);
        return approve(context, means, opening.get());
    }

    Means means(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = path.stage(stage.stage());
        if (where.entry().approvals() instanceof ApprovalRule.Nobody) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("Stage %s asks for no approval.", where.name())
                    .remedy("Deploy to it; approve for a stage that asks for it.")
                    .build();
        }
        Keyrings keyrings = Keyrings.of(path);
        Optional<SigningKey> signer =
                prepareFor.isPresent() ? Optional.empty() : Optional.of(key.require(context, keyrings));
        return new Means(path, where, keyrings, signer);
    }

    /** @param sealed the release, which has been read already */
    Result approve(CommandContext context, Means means, SealedRelease sealed) {
        PromotionPath path = means.path();
        Stage where = means.where();
        Keyrings keyrings = means.keyrings();
        Optional<SigningKey> signer = means.signer();
        SignedRelease signed = release.signed(sealed, keyrings, context.clock().instant());
        Manifest manifest = signed.release().manifest();
        refusePreliminary(where, manifest);
        String fingerprint = prepareFor
                .map(KeyFingerprint::of)
                .orElseGet(() -> signer.orElseThrow().person().fingerprint());
        String acting = RoleChoice.of(where.entry().approvals(), path, keyrings, fingerprint, role, where.name());
        refuseTwofold(signed, path, fingerprint, acting);
        Optional<Judged<Receipt>> receipt = receipt(signed, path, where);
        Optional<DeploymentPlan> plan =
                showSql ? Optional.of(plan(question(context, path, keyrings, signed))) : Optional.empty();
        plan.ifPresent(shown -> context.show(shown.report()));
        Statement<Predicate.Approval> statement = Statement.about(
                String.valueOf(signed.release().file().getFileName()),
                signed.release().digest(),
                new Predicate.Approval(
                        manifest.application(),
                        manifest.version(),
                        where.name(),
                        acting,
                        receipt.map(Judged::file),
                        comment));
        StatementSigner signing = new StatementSigner(signed.evidence());
        String name = StatementSigner.approvalName(where.name(), fingerprint, receipt.map(Judged::file));
        Path file = signer.isPresent() ? signing.sign(name, statement, signer.get()) : signing.prepare(name, statement);
        return new Result(
                ReleaseReference.of(signed.release()),
                where.name(),
                acting,
                signerName(keyrings, acting, fingerprint),
                file.toString(),
                signer.isPresent(),
                receipt.map(judged -> judged.predicate().stage() + ", deployed at "
                        + judged.predicate().finishedAt()),
                plan,
                manifest.changesets().stream().map(one -> one.id().toString()).toList());
    }

    static String signerName(Keyrings keyrings, String role, String fingerprint) {
        return keyrings.role(role).person(fingerprint).map(PersonKey::userId).orElse(fingerprint);
    }

    private static void refusePreliminary(Stage where, Manifest manifest) {
        if (manifest.preliminary() && !where.entry().preliminary()) {
            throw CountersignException.problem(ProblemCode.RELEASE_PRELIMINARY)
                    .found("%s is preliminary and can never enter %s.", manifest.title(), where.name())
                    .expected("a release sealed from a clean work tree at a tag.")
                    .remedy("Commit, tag and seal again.")
                    .build();
        }
    }

    static void refuseTwofold(SignedRelease signed, PromotionPath path, String fingerprint, String acting) {
        Set<String> others = new TreeSet<>();
        for (Stage each : path.stages()) {
            signed.approvals(each.name()).stream()
                    .filter(judged -> judged.person().fingerprint().equals(fingerprint))
                    .filter(judged -> !judged.role().equals(acting))
                    .forEach(judged -> others.add(judged.role()));
        }
        if (!others.isEmpty()) {
            throw CountersignException.problem(ProblemCode.KEY_UNKNOWN)
                    .found("This key has signed this release as %s already.", String.join(", ", others))
                    .expected("each person in one role for one release.")
                    .remedy("Let somebody else approve as %s.", acting)
                    .build();
        }
    }

    private static Optional<Judged<Receipt>> receipt(SignedRelease signed, PromotionPath path, Stage where) {
        Optional<Stage> before = path.predecessor(where);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ApprovalState.of(signed.signed(), path, where)
                .restsOn()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.GATE_REFUSED)
                        .found(
                                "There is no good receipt of %s for this release to rest an approval on.",
                                before.get().name())
                        .expected(
                                "a deployment to %s, with its signed receipt in the evidence.",
                                before.get().name())
                        .remedy("Deploy the release to %s first.", before.get().name())
                        .build()));
    }

    private GateQuestion question(CommandContext context, PromotionPath path, Keyrings keyrings, SignedRelease signed) {
        Stage whole = stage.found(context, path);
        StageInput shown = shown(context, whole);
        return new GateQuestion(context, path, whole, shown.target(whole), keyrings, signed);
    }

    /** An approval is for the whole stage; the SQL can only be that of one target. */
    private StageInput shown(CommandContext context, Stage whole) {
        if (stage.target().isPresent() || whole.targets().size() == 1) {
            return stage;
        }
        String first = whole.targets().get(0).name();
        context.progress()
                .info(whole.name() + " has " + whole.targets().size() + " targets, and the approval is for all of them."
                        + " The SQL is shown as it would run on " + first
                        + "; another one is shown by -Dcountersign.target=NAME.");
        return new StageInput(stage.stages(), stage.stage(), Optional.of(first));
    }

    private static DeploymentPlan plan(GateQuestion question) {
        try (TargetSession session = TargetSession.look(question.context(), question.stage(), question.target());
                ReleaseChanges changes = ReleaseChanges.of(question.release().release())) {
            return Outlook.of(question, session, changes).plan();
        }
    }
}
