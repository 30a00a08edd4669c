package io.countersign.command;

import io.countersign.ledger.Receipt;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.RolloutReceipt;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.RolloutPlan;
import io.countersign.promotion.Stage;
import io.countersign.promotion.WavePolicy;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Moves a release to all targets of a stage, in the stage's waves. Each target has its own gate, ledger and receipt. Begun again
 * after a stop, a pause or a crash it goes on where it was, because a target that has the release is left alone.
 *
 * @param without targets to be left out
 * @param preview whether to show the waves only, with what each target is at
 */
public record RolloutCommand(
        ReleaseInput release, StageInput stage, KeyInput key, Set<String> without, boolean preview, int patienceSeconds)
        implements Command<RolloutCommand.Result> {
    public RolloutCommand {
        without = Set.copyOf(without);
    }

    /** How a rollout can end. */
    public enum End {
        PREVIEW,
        /** The release is on every target. */
        COMPLETE,
        /** A wave is done, and the policy wants to be asked, or an agreement, before the next one. */
        PAUSED,
        /** Too many targets failed. */
        STOPPED,
        /** All waves are through; some targets failed, fewer than stop it. */
        INCOMPLETE
    }

    /**
     * What came of it.
     *
     * @param lines one a target, in the order of the waves
     * @param waves how many there are
     * @param parallel how many targets of a wave are deployed to at the same time
     * @param stopAfter how many failures end the rollout
     * @param awaited what the next wave waits for; empty where it waits for nothing or for the goal to be run again
     * @param receiptFile the summary; empty unless complete
     */
    public record Result(
            ReleaseReference release,
            String stage,
            End end,
            int waves,
            int parallel,
            int stopAfter,
            List<RolloutLine> lines,
            Optional<String> awaited,
            Optional<String> receiptFile)
            implements CommandResult {
        public Result {
            lines = List.copyOf(lines);
        }

        private long count(RolloutLine.Outcome outcome) {
            return lines.stream().filter(line -> line.outcome() == outcome).count();
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled(release.title() + " on the targets of " + stage + ": "
                            + end.name().toLowerCase(java.util.Locale.ROOT))
                    .table(
                            List.of("Wave", "Target", "Outcome", "Details"),
                            lines.stream().map(RolloutLine::row).toList())
                    .fact("Deployed now", count(RolloutLine.Outcome.DEPLOYED))
                    .fact("There before", count(RolloutLine.Outcome.PRESENT))
                    .fact("Failed", count(RolloutLine.Outcome.FAILED))
                    .fact("Not begun", count(RolloutLine.Outcome.WAITING));
            receiptFile.ifPresent(file -> report.fact("Receipt", file));
            if (end == End.PAUSED) {
                report.paragraph(
                        Cell.caution(awaited.orElse("The wave is done. Run the goal again to begin the next one.")));
            }
            return report.build();
        }

        @Override
        public Optional<Problem> refusal() {
            if (count(RolloutLine.Outcome.FAILED) == 0 || end == End.PREVIEW) {
                return Optional.empty();
            }
            String failed = lines.stream()
                    .filter(line -> line.outcome() == RolloutLine.Outcome.FAILED)
                    .map(line -> line.target() + " [" + line.code().orElse("") + "]")
                    .collect(Collectors.joining(", "));
            return Optional.of(CountersignException.problem(ProblemCode.ROLLOUT_INCOMPLETE)
                    .found("%d targets of %s failed: %s.", count(RolloutLine.Outcome.FAILED), stage, failed)
                    .remedy(
                            "Mend what failed, or leave it out by -Dcountersign.without=NAME,NAME; then run the goal again.")
                    .state(
                            "%d targets have the release, %d were not begun; each ledger says which.",
                            lines.stream().filter(RolloutLine::isThere).count(), count(RolloutLine.Outcome.WAITING))
                    .value());
        }
    }

    @Override
    public Result execute(CommandContext host) {
        WaveContext context = new WaveContext(host);
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        SealedRelease sealed = release.open();
        RolloutPlan plan = RolloutPlan.of(where);
        List<List<String>> waves = waves(plan);
        int all = waves.stream().mapToInt(List::size).sum();
        if (preview) {
            return new Result(
                    ReleaseReference.of(sealed),
                    where.name(),
                    End.PREVIEW,
                    waves.size(),
                    where.waves().parallel(),
                    where.waves().stop().of(all),
                    new RolloutPreview(context, where, sealed.digest()).lines(waves),
                    Optional.empty(),
                    Optional.empty());
        }
        key.open(context);
        WaveRun run = new WaveRun(where.waves(), all, context, this::deployment);
        WaveAgreement agreement = new WaveAgreement(context, path, where, plan, sealed, release);
        List<RolloutLine> lines = new ArrayList<>();
        Optional<String> awaited = Optional.empty();
        boolean paused = false;
        for (int i = 0; i < waves.size(); i++) {
            int wave = i + 1;
            if (!paused
                    && !run.isStopped()
                    && awaited.isEmpty()
                    && !waves.get(i).isEmpty()) {
                awaited = agreement.missing(wave);
            }
            if (paused || run.isStopped() || awaited.isPresent()) {
                waves.get(i).forEach(target -> lines.add(RolloutLine.waiting(target, wave)));
                continue;
            }
            context.tell("Wave " + wave + " of " + waves.size() + ": "
                    + waves.get(i).size() + " targets, " + where.waves().parallel() + " at a time");
            List<RolloutLine> ended = run.run(wave, waves.get(i));
            lines.addAll(ended);
            paused = wave < waves.size() && pausesBehind(where.waves().pause(), ended, lines);
        }
        End end = end(run.isStopped(), lines);
        return new Result(
                ReleaseReference.of(sealed),
                where.name(),
                end,
                waves.size(),
                where.waves().parallel(),
                where.waves().stop().of(all),
                lines,
                awaited,
                end == End.COMPLETE ? Optional.of(receipt(context, where, sealed, lines)) : Optional.empty());
    }

    /** A wave is there to be looked at; where all of it failed, nothing of the release was seen, and the next one waits too. */
    private static boolean pausesBehind(WavePolicy.Pause pause, List<RolloutLine> wave, List<RolloutLine> all) {
        return switch (pause) {
            case NONE -> false;
            case REPEAT ->
                wave.stream().anyMatch(line -> line.outcome() == RolloutLine.Outcome.DEPLOYED)
                        || (!wave.isEmpty() && wave.stream().noneMatch(RolloutLine::isThere));
            case APPROVAL -> all.stream().noneMatch(RolloutLine::isThere);
        };
    }

    private static End end(boolean stopped, List<RolloutLine> lines) {
        if (stopped) {
            return End.STOPPED;
        }
        if (lines.stream().anyMatch(line -> line.outcome() == RolloutLine.Outcome.WAITING)) {
            return End.PAUSED;
        }
        return lines.stream().allMatch(RolloutLine::isThere) ? End.COMPLETE : End.INCOMPLETE;
    }

    /**
     * Whom to leave out changes no wave: the others stay where they are.
     *
     * @throws CountersignException TARGET_UNKNOWN for a name to be left out that no target has
     */
    private List<List<String>> waves(RolloutPlan plan) {
        Set<String> names = plan.waves().stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(without);
        unknown.removeAll(names);
        if (!unknown.isEmpty() || without.containsAll(names)) {
            throw CountersignException.problem(ProblemCode.TARGET_UNKNOWN)
                    .found(
                            "%s",
                            unknown.isEmpty()
                                    ? "Every target of " + plan.stage() + " was left out."
                                    : "Stage " + plan.stage() + " has no target " + String.join(", ", unknown) + ".")
                    .expected("names of targets of the stage under countersign.without, and one target that is left.")
                    .remedy("Look at the preview for the names.")
                    .build();
        }
        return plan.waves().stream()
                .map(wave -> wave.stream()
                        .filter(target -> !without.contains(target))
                        .toList())
                .toList();
    }

    private DeployCommand deployment(String target) {
        return new DeployCommand(
                release, new StageInput(stage.stages(), stage.stage(), Optional.of(target)), key, patienceSeconds);
    }

    private String receipt(CommandContext context, Stage where, SealedRelease sealed, List<RolloutLine> lines) {
        List<Receipt> receipts =
                lines.stream().flatMap(line -> line.receipt().stream()).toList();
        RolloutReceipt summary =
                RolloutReceipt.of(receipts, without.stream().sorted().toList(), context.tool());
        return new ReceiptWriter(release.openEvidence(), where)
                .write(sealed, summary, () -> key.open(context))
                .toString();
    }
}
