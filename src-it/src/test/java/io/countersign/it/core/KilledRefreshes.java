package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.core.WorkingProcess.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Kills refreshes of QAT from PRD at every moment, one after the other: QAT is the old one or the new one, as a whole. */
final class KilledRefreshes {
    /** The server needs a moment to notice that its client is gone, and lets go of the lock only then. */
    private static final int PATIENCE_SECONDS = 20;

    private KilledRefreshes() {}

    /** What is expected of QAT after a kill and at the end, besides that it is the old one or the new one. */
    @FunctionalInterface
    interface Expectation {
        void check(Environments environments, Path folder, String moment);
    }

    /**
     * @param maker of environments in a folder, whose PRD has a ledger
     * @return where refreshes were killed
     */
    static List<String> expectOldOrNew(Path folder, Function<Path, Environments> maker, Expectation expectation) {
        return Kills.of(folder, own -> Copied.with(maker.apply(own), own), Copied::refreshUntil)
                .atEveryMoment(
                        (copied, number, moment) -> {
                            expectation.check(copied.environments, copied.folder, moment);
                            expectOldOrNew(copied.environments, moment);
                        },
                        copied -> {
                            expectation.check(copied.environments, copied.folder, "the end");
                            assertThat(version(copied.environments, "QAT"))
                                    .isEqualTo(version(copied.environments, "PRD"));
                        });
    }

    /** PRD is one version ahead of what QAT was when its refresh began. */
    static void expectOldOrNew(Environments environments, String moment) {
        int latest = version(environments, "PRD");
        assertThat(version(environments, "QAT")).as(moment).isIn(latest - 1, latest);
    }

    private static int version(Environments environments, String stage) {
        return Integer.parseInt(environments.query(stage, "SELECT number FROM version"));
    }

    private record Copied(Environments environments, Path folder) {
        static Copied with(Environments environments, Path folder) {
            environments.execute("PRD", "CREATE TABLE version (number INT)", "INSERT INTO version VALUES (1)");
            environments.refresh("PRD", "QAT");
            return new Copied(environments, folder);
        }

        Work refreshUntil(Object moment) {
            environments.execute("PRD", "UPDATE version SET number = " + (version(environments, "QAT") + 1));
            return new Work(environments.variables(), environments.refreshing("PRD", "QAT", PATIENCE_SECONDS), moment);
        }
    }
}
