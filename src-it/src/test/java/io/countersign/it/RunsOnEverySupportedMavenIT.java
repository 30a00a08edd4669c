package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunsOnEverySupportedMavenIT {

    @TempDir
    Path anywhere;

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void shows_its_goals_without_a_project(MavenHome maven) throws Exception {
        MavenRun.Result result = MavenRun.in(anywhere).on(maven).goal("help");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).contains("countersign:help");
    }

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void fails_for_a_goal_that_it_does_not_have(MavenHome maven) throws Exception {
        MavenRun.Result result = MavenRun.in(anywhere).on(maven).goal("no-such-goal");

        assertThat(result.succeeded()).as(result.output()).isFalse();
    }
}
