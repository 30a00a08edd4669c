package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.core.WorkingProcess.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Kills refreshes of QAT from PRD at every moment, one after the other: QAT is the old one or the new one, as a whole. */
final class KilledRefreshes {
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
                            assertThat(copied.version("QAT")).as(moment).isIn(copied.old.get(), copied.version("PRD"));
                        },
                        copied -> {
                            expectation.check(copied.environments, copied.folder, "the end");
                            assertThat(copied.version("QAT")).isEqualTo(copied.version("PRD"));
                        });
    }

    /** @param old the version in the copy before its latest refresh */
    private record Copied(Environments environments, Path folder, AtomicInteger old) {
        static Copied with(Environments environments, Path folder) {
            environments.execute("PRD", "CREATE TABLE version (number INT)", "INSERT INTO version VALUES (1)");
            environments.refresh("PRD", "QAT");
            return new Copied(environments, folder, new AtomicInteger());
        }

        int version(String stage) {
            return Integer.parseInt(environments.query(stage, "SELECT number FROM version"));
        }

        Work refreshUntil(Object moment) {
            old.set(version("QAT"));
            environments.execute("PRD", "UPDATE version SET number = " + (old.get() + 1));
            return new Work(environments.variables(), environments.refreshing("PRD", "QAT"), moment);
        }
    }
}
