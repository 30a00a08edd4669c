package io.countersign.command;

import io.countersign.database.Fingerprint;
import io.countersign.deploy.SlotPointer;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.LedgerHistory.Standing;
import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.release.DatabaseVersion;
import io.countersign.report.Counted;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The board: what every target is at.
 *
 * @param stage one stage alone; empty for all
 * @param target the targets of one name alone; empty for all
 */
public record StatusCommand(File stages, Optional<String> stage, Optional<String> target)
        implements Command<StatusCommand.Result> {

    /** A board waits for servers, some of which may be out of reach. */
    private static final int ASKED_AT_ONCE = 8;

    /** One row a target, in the order of the path. */
    public record Result(List<Line> lines) implements CommandResult {
        public Result {
            lines = List.copyOf(lines);
        }

        @Override
        public Report report() {
            return Report.titled("Promotion board")
                    .table(
                            List.of("Stage", "Release", "Version", "Since", "Schema", "Ledger", "State"),
                            lines.stream().map(Line::row).toList())
                    .build();
        }
    }

    /**
     * What one target is at.
     *
     * @param drift whether the schema is another than the ledger says; empty where that is not known
     * @param records how many records the ledger has; empty where it could not be read
     * @param state a sentence about what is going on or wrong; empty where all is well
     * @param slot the slot that is live, of a target that has two
     */
    public record Line(
            String stage,
            String target,
            Optional<ReleaseReference> release,
            Optional<DatabaseVersion> version,
            Optional<String> since,
            Optional<Boolean> drift,
            Optional<Long> records,
            Optional<String> state,
            Optional<String> slot) {
        List<Cell> row() {
            Cell schema = drift.map(drifted -> drifted ? Cell.bad("drifted") : Cell.good("as recorded"))
                    .orElse(Cell.plain("-"));
            Cell ledger = records.map(count ->
                            count == 0 ? Cell.plain("none") : Cell.good(Counted.of(count, "record") + ", whole"))
                    .orElse(Cell.bad("unreadable"));
            return List.of(
                    Cell.plain(stage + "/" + target
                            + slot.map(name -> ", slot " + name).orElse("")),
                    Cell.plain(release.map(ReleaseReference::title).orElse("-")),
                    Cell.plain(version.map(DatabaseVersion::value).orElse("-")),
                    Cell.plain(since.orElse("-")),
                    schema,
                    ledger,
                    state.map(Cell::caution).orElse(Cell.good("ready")));
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = PromotionPathReader.read(stages.toPath());
        List<Stage> shown = stage.map(name -> List.of(path.stage(name))).orElse(path.stages());
        List<Ahead<Line>> lines = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Stage each : shown) {
            for (Target one : CatalogueTargets.complete(context, each).targets()) {
                names.add(one.name());
                if (target.isEmpty() || target.get().equals(one.name())) {
                    lines.add(Ahead.later("status", () -> line(context, each, one)));
                }
            }
        }
        if (lines.isEmpty() && target.isPresent()) {
            throw CountersignException.problem(ProblemCode.TARGET_UNKNOWN)
                    .found(
                            "%s \"%s\".",
                            stage.map(name -> "Stage " + name + " has no target")
                                    .orElse("No stage has a target"),
                            target.get())
                    .expected("one of %s.", String.join(", ", names))
                    .remedy("Name one by -Dcountersign.target=NAME.")
                    .build();
        }
        return new Result(Ahead.all(lines, ASKED_AT_ONCE));
    }

    /** A target that cannot be reached is a line of the board, not the end of it. */
    private static Line line(CommandContext context, Stage stage, Target target) {
        try (TargetSession session = TargetSession.look(context, stage, target)) {
            Ledger.Unverified records = session.ledger().fetch();
            Ahead<LedgerHistory> verifying = Ahead.of("verifying", records::verified);
            // without a ledger there is nothing to compare the schema with
            Optional<Fingerprint> found = records.isEmpty()
                    ? Optional.empty()
                    : Optional.of(verifying.meanwhile(session.database()::fingerprint));
            LedgerHistory history = verifying.get();
            Standing standing = history.standing();
            Optional<Boolean> drift = standing.fingerprint().flatMap(recorded -> found.map(is -> !is.equals(recorded)));
            return new Line(
                    stage.name(),
                    target.name(),
                    standing.release(),
                    standing.version(),
                    standing.since(),
                    drift,
                    Optional.of(history.head().seq()),
                    state(session, target, history),
                    target.slots().map(slots -> new SlotPointer(slots).live().name()));
        } catch (CountersignException e) {
            return new Line(
                    stage.name(),
                    target.name(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(told(e)),
                    Optional.empty());
        }
    }

    private static Optional<String> state(TargetSession session, Target target, LedgerHistory history) {
        Optional<String> what = work(session, history).or(() -> contradiction(session, target, history));
        return history.freeze()
                .map(freeze -> FreezePolicy.effect(freeze.measures().mode()) + "; "
                        + what.orElse(freeze.operation() + " has left the freeze on; run countersign:recover"))
                .or(() -> what);
    }

    /** What the commands that go by the slots would refuse, while nobody is at work. */
    private static Optional<String> contradiction(TargetSession session, Target target, LedgerHistory history) {
        return target.slots()
                .flatMap(slots ->
                        new SlotPointer(slots).contradiction(session.database().name(), history))
                .map(StatusCommand::told);
    }

    private static String told(CountersignException problem) {
        return "[" + problem.code().code() + "] " + problem.problem().found();
    }

    private static Optional<String> work(TargetSession session, LedgerHistory history) {
        Optional<String> holder = session.database().lockHolder();
        if (history.isEmpty()
                && session.database().hasLedger()
                && !session.database().inventory().isEmpty()) {
            return Optional.of("the ledger is empty, and the schema is not; run countersign:baseline to begin anew");
        }
        if (history.open().isPresent()) {
            String what = history.open().get().started().action() + " "
                    + history.open().get().started().operation();
            return Optional.of(holder.map(who -> what + " is running: " + who)
                    .orElse(what + " was interrupted; run countersign:recover"));
        }
        if (history.awaitingActivation().isPresent()) {
            return Optional.of(holder.map(who -> "the application is being activated: " + who)
                    .orElse("the database is deployed, the application is not active; run countersign:recover"));
        }
        return holder.map(who -> "locked: " + who);
    }
}
