package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorksInAFolderWithoutAProjectIT {

    @TempDir
    static Path developers;

    @TempDir
    Path administrator;

    private static Workshop shop;

    @BeforeAll
    static void seal() throws Exception {
        shop = Workshop.sealed(developers);
    }

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void takes_a_release_all_the_way_with_its_file_evidence_stages_and_keys_alone(MavenHome maven) throws Exception {
        shop.handOver(administrator);

        MavenRun.Result there = maven(maven).goals("verify", "check", "plan", "deploy", "status", "history", "backup");
        assertThat(there.succeeded()).as(there.output()).isTrue();
        assertThat(there.output()).contains("was deployed to QAT/qat").contains("Backup of QAT/qat");
        assertThat(administrator.resolve("backups")).isNotEmptyDirectory();
        assertThat(administrator.resolve("pom.xml")).doesNotExist();

        MavenRun.Result back =
                maven(maven).with("countersign.acceptDataLoss", "true").goals("rollback", "status");
        assertThat(back.succeeded()).as(back.output()).isTrue();
    }

    @Test
    void takes_the_release_that_can_only_be_meant_and_lists_those_it_cannot_choose_from() throws Exception {
        Path target = shop.folder().resolve("target");
        Files.copy(target.resolve("bookshop-1.0.0-release.zip"), target.resolve("bookshop-0.9.0-release.zip"));
        MavenRun.Result project = shop.maven().goal("verify");
        assertThat(project.succeeded()).as(project.output()).isTrue();
        assertThat(project.output()).contains("bookshop 1.0.0");

        shop.handOver(administrator);
        MavenRun.Result both = MavenRun.in(administrator).goal("verify");
        assertThat(both.succeeded()).isFalse();
        assertThat(both.output().replaceAll("\\s+", " "))
                .contains("[parameter-missing]", "bookshop-0.9.0-release.zip, bookshop-1.0.0-release.zip");

        Files.delete(administrator.resolve("bookshop-0.9.0-release.zip"));
        MavenRun.Result one = MavenRun.in(administrator).goal("verify");
        assertThat(one.succeeded()).as(one.output()).isTrue();
    }

    private MavenRun maven(MavenHome maven) {
        return MavenRun.in(administrator)
                .on(maven)
                .with("countersign.release", "bookshop-1.0.0-release.zip")
                .with("countersign.stage", "QAT")
                .with("countersign.key", "secret/operator.asc");
    }
}
