package io.countersign.command;

import io.countersign.database.Fingerprint;
import io.countersign.ledger.ReleaseReference;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SignedRelease;
import java.io.File;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Tells the way of one release through all stages, from its evidence and from every ledger that can be reached. */
public record TraceCommand(ReleaseInput release, File stages) implements Command<TraceCommand.Result> {

    /**
     * The way.
     *
     * @param stages in the order of the path
     * @param timeline the oldest first
     */
    public record Result(ReleaseReference release, List<StageTrace> stages, List<Moment> timeline)
            implements CommandResult {
        public Result {
            stages = List.copyOf(stages);
            timeline = List.copyOf(timeline);
        }

        @Override
        public Report report() {
            Report.Builder report = Report.titled("The way of " + release.application() + " " + release.version())
                    .fact("SHA-256", release.digest().hex())
                    .fact(
                            "Source",
                            "commit " + release.commit()
                                    + release.tag().map(tag -> ", tag " + tag).orElse(""))
                    .fact("Deployed to", reached())
                    .fact("Schema", schema());
            report.section(Report.titled("Timeline")
                    .table(
                            List.of("When", "Where", "What", "Who", "Took"),
                            timeline.stream().map(Result::row).toList())
                    .build());
            stages.forEach(stage -> report.section(part(stage)));
            return report.build();
        }

        private String reached() {
            List<String> reached = stages.stream()
                    .filter(stage -> !stage.deployments().isEmpty())
                    .map(StageTrace::stage)
                    .toList();
            return reached.isEmpty() ? "no stage so far" : String.join(", ", reached);
        }

        /** Every stage must have ended at the schema that was tested. */
        private Cell schema() {
            List<Fingerprint> ends = stages.stream()
                    .flatMap(stage -> stage.deployments().stream())
                    .map(StageTrace.Deployed::after)
                    .distinct()
                    .toList();
            if (ends.isEmpty()) {
                return Cell.plain("not deployed yet");
            }
            return ends.size() == 1
                    ? Cell.good(ends.get(0).digest().hex() + ", the same at every stage")
                    : Cell.bad(ends.size() + " different ones; see the stages");
        }

        private static List<Cell> row(Moment moment) {
            Cell what = switch (moment.kind()) {
                case GOOD -> Cell.good(moment.what());
                case NEUTRAL -> Cell.plain(moment.what());
                case BAD -> Cell.bad(moment.what());
            };
            return List.of(
                    Cell.plain(moment.at()),
                    Cell.plain(moment.where()),
                    what,
                    Cell.plain(moment.who()),
                    Cell.plain(moment.millis().map(Result::duration).orElse("")));
        }

        private static String duration(long millis) {
            return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }

        private static Report part(StageTrace stage) {
            Report.Builder part = Report.titled(stage.stage()).fact("Approvals asked for", stage.rule());
            part.table(
                    List.of("Who", "Role", "What", "Signed", "Result", "Text"),
                    stage.words().stream()
                            .map(word -> List.of(
                                    Cell.plain(word.who()),
                                    Cell.plain(word.role()),
                                    Cell.plain(word.what()),
                                    Cell.plain(word.signedAt().orElse("unknown")),
                                    word.reason().isEmpty()
                                            ? Cell.good("counts")
                                            : Cell.bad("does not count: " + word.reason()),
                                    Cell.plain(word.text())))
                            .toList());
            part.table(
                    List.of("Target", "Begun", "Took", "Changesets", "Schema", "Vouched for by"),
                    stage.deployments().stream()
                            .map(deployed -> List.of(
                                    Cell.plain(deployed.target()),
                                    Cell.plain(deployed.startedAt()),
                                    Cell.plain(duration(deployed.millis())),
                                    Cell.plain(deployed.changesets()),
                                    Cell.plain(deployed.before().digest().abbreviated() + " → "
                                            + deployed.after().digest().abbreviated()),
                                    Cell.plain(deployed.proof())))
                            .toList());
            stage.unknown().forEach(why -> part.paragraph(Cell.caution(why)));
            return part.build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Ahead<SealedRelease> opening = release.opening();
        PromotionPath path = opening.meanwhile(() -> PromotionPathReader.read(stages.toPath()));
        Keyrings keyrings = opening.meanwhile(() -> Keyrings.of(path));
        SignedRelease signed = release.signed(opening, keyrings, context.clock().instant());
        Tracing tracing = new Tracing(context, signed);
        List<StageTrace> traced = new ArrayList<>();
        for (Stage stage : path.stages()) {
            traced.add(tracing.stage(stage));
        }
        List<Moment> timeline = new ArrayList<>(tracing.moments());
        // signatures know no finer time; within a second the order of the path holds
        timeline.sort(
                Comparator.comparingLong(moment -> Instant.parse(moment.at()).getEpochSecond()));
        return new Result(ReleaseReference.of(signed.release()), traced, timeline);
    }
}
