package io.countersign.command;

import io.countersign.gate.WaveState;
import io.countersign.ledger.JudgedReceipts;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.RolloutPlan;
import io.countersign.promotion.Stage;
import io.countersign.promotion.WavePolicy;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Judged;
import io.countersign.signature.KeyFingerprint;
import io.countersign.signature.Keyrings;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.SigningKey;
import io.countersign.signature.Statement;
import io.countersign.signature.StatementSigner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Signs "the next wave of this release's rollout may begin", resting on the receipts of the waves before. Needs none of the targets'
 * databases.
 *
 * @param role to act in, where the key belongs to several roles of the stage's rule
 * @param comment to be remembered with the approval
 * @param prepareFor a fingerprint: write the statement for that person to sign by hand with gpg, and sign nothing
 * @param wave its number, from 2; empty for the one that comes next
 */
public record ApproveWaveCommand(
        ReleaseInput release,
        StageInput stage,
        KeyInput key,
        Optional<String> role,
        String comment,
        Optional<String> prepareFor,
        Optional<Integer> wave)
        implements Command<ApproveWaveCommand.Result> {

    /** Approves the wave that comes next. */
    public ApproveWaveCommand(
            ReleaseInput release,
            StageInput stage,
            KeyInput key,
            Optional<String> role,
            String comment,
            Optional<String> prepareFor) {
        this(release, stage, key, role, comment, prepareFor, Optional.empty());
    }

    /**
     * What was approved.
     *
     * @param targets of the wave
     * @param behind the targets of the waves before that have the release, by their receipts
     * @param open those that have not
     * @param file the statement
     * @param signed whether it carries a signature now
     * @param missing who has still to sign; empty where the wave can begin
     */
    public record Result(
            ReleaseReference release,
            String stage,
            int wave,
            int waves,
            List<String> targets,
            List<String> behind,
            List<String> open,
            String role,
            String signer,
            String file,
            boolean signed,
            String missing)
            implements CommandResult {
        public Result {
            targets = List.copyOf(targets);
            behind = List.copyOf(behind);
            open = List.copyOf(open);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled((signed ? "Approved: " : "Prepared for signing: ") + "wave " + wave
                            + " of " + waves + " of " + release.title() + " on " + stage)
                    .fact("As", signer + " (" + role + ")")
                    .fact("Targets", targets.size() + ": " + String.join(", ", targets))
                    .fact("Rests on", behind.size() + " receipts of the waves before")
                    .fact(
                            "Without the release",
                            open.isEmpty()
                                    ? Cell.plain("none of the waves before")
                                    : Cell.caution(String.join(", ", open)))
                    .fact("Statement", file)
                    .fact(
                            "Missing",
                            missing.isEmpty()
                                    ? Cell.good("nothing: countersign:rollout goes on")
                                    : Cell.caution(missing));
            if (!signed) {
                report.paragraph(Cell.caution("Sign it by: gpg --armor --detach-sign " + file));
            }
            return report.build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Ahead<SealedRelease> opening = release.opening();
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        requireWaves(where);
        Keyrings keyrings = Keyrings.of(path);
        SignedRelease signed = release.signed(opening, keyrings, context.clock().instant());
        RolloutPlan plan = RolloutPlan.of(where);
        WaveState state = wave.map(number -> chosen(signed, path, where, plan, number))
                .orElseGet(() -> next(signed, path, where, plan));
        Optional<SigningKey> signer =
                prepareFor.isPresent() ? Optional.empty() : Optional.of(key.require(context, keyrings));
        String fingerprint = prepareFor
                .map(KeyFingerprint::of)
                .orElseGet(() -> signer.orElseThrow().person().fingerprint());
        String acting = RoleChoice.of(where.entry().approvals(), path, keyrings, fingerprint, role, where.name());
        ApproveCommand.refuseTwofold(signed, path, fingerprint, acting);
        Path file = write(signed, plan, state, signer, fingerprint, acting);
        SignedRelease now = release.signed(opening, keyrings, context.clock().instant());
        Set<String> behind = targets(state.receipts());
        return new Result(
                ReleaseReference.of(signed.release()),
                where.name(),
                state.number(),
                plan.waves().size(),
                plan.wave(state.number()),
                plan.before(state.number()).stream().filter(behind::contains).toList(),
                plan.before(state.number()).stream()
                        .filter(target -> !behind.contains(target))
                        .toList(),
                acting,
                ApproveCommand.signerName(keyrings, acting, fingerprint),
                file.toString(),
                signer.isPresent(),
                WaveState.of(now.signed(), path, where, plan, state.number())
                        .orElseThrow()
                        .result()
                        .missing());
    }

    private Path write(
            SignedRelease signed,
            RolloutPlan plan,
            WaveState state,
            Optional<SigningKey> signer,
            String fingerprint,
            String acting) {
        Statement<Predicate.WaveApproval> statement = Statement.about(
                String.valueOf(signed.release().file().getFileName()),
                signed.release().digest(),
                state.approval(ReleaseReference.of(signed.release()), plan, acting, comment));
        String name = state.fileName(plan, fingerprint, comment);
        StatementSigner signing = new StatementSigner(signed.evidence());
        return signer.isPresent() ? signing.sign(name, statement, signer.get()) : signing.prepare(name, statement);
    }

    private static void requireWaves(Stage where) {
        if (where.waves().pause() != WavePolicy.Pause.APPROVAL) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("No wave of stage %s waits for approval.", where.name())
                    .expected("waves: { pause: approval } in stages.yml.")
                    .remedy("Begin the next wave by countersign:rollout.")
                    .build();
        }
    }

    /** Whoever names a wave has decided that what of the waves before failed, or was left out, does not stand in its way. */
    private static WaveState chosen(
            SignedRelease signed, PromotionPath path, Stage where, RolloutPlan plan, int number) {
        if (number < 2 || number > plan.waves().size()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("There is no wave %d of %s that could wait for approval.", number, where.name())
                    .expected("a number from 2 to %d.", plan.waves().size())
                    .remedy("Look at the rollout's table for the waves.")
                    .build();
        }
        Set<String> there = there(signed, where);
        if (plan.before(number).stream().noneMatch(there::contains)) {
            throw nobodyThere(where, there);
        }
        return WaveState.of(signed.signed(), path, where, plan, number).orElseThrow();
    }

    /** The first wave that has targets without the release, behind one of which receipts speak. */
    private static WaveState next(SignedRelease signed, PromotionPath path, Stage where, RolloutPlan plan) {
        Set<String> there = there(signed, where);
        return IntStream.rangeClosed(2, plan.waves().size())
                .filter(number -> !there.containsAll(plan.wave(number)))
                .mapToObj(number -> WaveState.of(signed.signed(), path, where, plan, number))
                .flatMap(Optional::stream)
                .findFirst()
                .filter(state -> plan.wave(state.number() - 1).stream().anyMatch(there::contains))
                .orElseThrow(() -> nobodyThere(where, there));
    }

    private static Set<String> there(SignedRelease signed, Stage where) {
        return targets(JudgedReceipts.of(signed.signed(), where).stream()
                .filter(Judged::counts)
                .toList());
    }

    private static CountersignException nobodyThere(Stage where, Set<String> there) {
        return CountersignException.problem(ProblemCode.GATE_REFUSED)
                .found(
                        "No wave of %s waits for an approval: %d of its %d targets have the release, by their receipts.",
                        where.name(), there.size(), where.targets().size())
                .expected("a wave that is done, with its receipts in the evidence, and one that is not begun.")
                .remedy("Run countersign:rollout, and approve when it pauses; a wave behind one that failed or was left"
                        + " out is named by -Dcountersign.wave=NUMBER.")
                .build();
    }

    private static Set<String> targets(List<Judged<Receipt>> receipts) {
        return receipts.stream().map(judged -> judged.predicate().target()).collect(Collectors.toSet());
    }
}
