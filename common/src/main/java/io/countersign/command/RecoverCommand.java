package io.countersign.command;

import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what an interrupted operation left, and finishes it or takes it back.
 *
 * @param release the release that was interrupted; needed only where its changesets' own rollbacks are the way back
 */
public record RecoverCommand(StageInput stage, Optional<ReleaseInput> release, int patienceSeconds)
        implements Command<RecoverCommand.Result> {

    /** @param done what was found and done, a sentence */
    public record Result(String stage, String target, String done) implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Recovered " + stage + "/" + target)
                    .paragraph(done)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        PromotionPath path = stage.path();
        Stage where = stage.found(context, path);
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            Site site = session.lockAsLeft("recover", Duration.ofSeconds(patienceSeconds));
            return new Result(where.name(), site.target().name(), recover(context, site));
        }
    }

    private String recover(CommandContext context, Site site) {
        Recovery recovery = new Recovery(site, new LiquibaseChangeRunner(), context.clock(), context.progress());
        Optional<String> done;
        if (release.isPresent()) {
            try (ReleaseChanges changes = ReleaseChanges.of(release.get().open())) {
                done = recovery.run(Optional.of(changes));
            }
        } else {
            done = recovery.run(Optional.empty());
        }
        return done.orElseThrow(() -> CountersignException.problem(ProblemCode.NOTHING_TO_RECOVER)
                .found("The last operation on %s has ended as it should.", site.name())
                .remedy("Nothing needs to be done; countersign:history shows what was.")
                .build());
    }
}
