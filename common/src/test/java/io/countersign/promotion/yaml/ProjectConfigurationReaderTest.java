package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.ProjectConfiguration.FileSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectConfigurationReaderTest {
    @TempDir
    Path folder;

    @Test
    void reads_everything_that_can_be_said() {
        assertThat(read("""
                        version: 1
                        application: bookshop
                        release: 1.40
                        tag: release-{version}
                        changes: { root: src/main/resources, changelog: db/changelog.xml }
                        database: { requires: 1.3.0, results-in: 1.4.0 }
                        application-files: [ { directory: target, include: "bookshop-*.jar" } ]
                        configuration-files: { directory: src/configuration }
                        configuration: { directory: src/data, tables: [ country, shop.tax ] }
                        """))
                .isEqualTo(new ProjectConfiguration(
                        folder.resolve("countersign.yml"),
                        "bookshop",
                        Optional.of("1.40"),
                        "release-{version}",
                        Optional.of("src/main/resources"),
                        Optional.of("db/changelog.xml"),
                        Optional.of("1.3.0"),
                        Optional.of("1.4.0"),
                        List.of(new FileSet("target", "bookshop-*.jar")),
                        List.of(new FileSet("src/configuration", "**")),
                        Optional.of(new ProjectConfiguration.ConfigurationTables(
                                "src/data", List.of("country", "shop.tax")))));
    }

    @Test
    void a_name_is_enough() {
        ProjectConfiguration configuration = read("version: 1\napplication: bookshop\n");
        assertThat(configuration.tag()).isEqualTo("v{version}");
        assertThat(configuration.version()).isEmpty();
        assertThat(configuration.changelog()).isEmpty();
        assertThat(configuration.applicationFiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application: a b              | line 2, column 14 | \"a b\" is no name",
                "applicaton: shop              | line 2, column 1  | \"application\"?",
                "release: 1/2                  | line 2, column 10 | \"1/2\" is no version",
                "tag: v1                       | line 2, column 6  | does not name the version",
                "changes: { root: src }        | line 2, column 10 | has no \"changelog\"",
                "changes: { root: ../src }     | line 2, column 18 | leads out of the project",
                "changes: { root: /src }       | line 2, column 18 | leads out of the project",
                "changes: { root: a/../../b }  | line 2, column 18 | leads out of the project",
                "changes: { root: 'C:/b' }     | line 2, column 18 | leads out of the project",
                "changes: { root: 'a\\b' }     | line 2, column 18 | leads out of the project",
                "changes: src                  | line 2, column 10 | is not a mapping",
                "database: { requires: 'a b' } | line 2, column 23 | is no version",
                "database: { require: 1 }      | line 2, column 13 | \"requires\"?",
                "application-files: [ target ] | line 2, column 22 | is not a mapping",
                "application-files: [ { include: x } ] | line 2, column 22 | has no \"directory\""
            })
    void tells_each_mistake_with_its_place(String line, String place, String words) {
        CountersignException refusal = catchThrowableOfType(
                CountersignException.class,
                () -> read("version: 1\n" + line + "\n" + (line.startsWith("applic") ? "" : "application: shop\n")));
        assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal.problem().found())
                .contains("countersign.yml")
                .contains(place)
                .contains(words);
    }

    private ProjectConfiguration read(String text) {
        try {
            return ProjectConfigurationReader.read(Files.writeString(folder.resolve("countersign.yml"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
