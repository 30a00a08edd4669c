package io.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoalLineTest {

    @Test
    void is_typed_with_the_coordinates_of_its_version() {
        assertThat(new GoalLine("1.2.3", "deploy")
                        .with("stage", "PRD")
                        .with("acceptDataLoss", true)
                        .text())
                .isEqualTo("mvn io.countersign:countersign-maven-plugin:1.2.3:deploy \\\n    -Dcountersign.stage=PRD"
                        + " \\\n    -Dcountersign.acceptDataLoss=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain/file.zip",
                "a b",
                "it's",
                "$(touch x)",
                "`id`",
                "; rm -rf x",
                "a\nb",
                "\"quoted\"",
                "*",
                ""
            })
    void quotes_a_value_so_that_a_shell_reads_it_back(String value) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "printf %s " + GoalLine.quoted(value)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(value);
        assertThat(shell.waitFor()).isZero();
    }
}
