package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.jenkins.agent.EvidenceFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent sends that does not keep to what it was asked for. */
class EvidenceFilesTest {
    @TempDir
    private Path controller;

    @ParameterizedTest
    @ValueSource(strings = {"../init.groovy.d/evil.groovy", "/tmp/countersign-evil", "..\\evil", ".hidden"})
    void no_name_leads_out_of_the_folder_of_the_run(String name) throws Exception {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put(name, "println 'evil'".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> EvidenceFiles.receive(controller.resolve("evidence"), files))
                .hasMessageContaining("[evidence-invalid]");
        try (var all = Files.walk(controller)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(Path.of("/tmp/countersign-evil")).doesNotExist();
    }

    @Test
    void more_than_may_come_is_not_taken() {
        TreeMap<String, byte[]> many = new TreeMap<>();
        for (int number = 0; number <= 1_000; number++) {
            many.put("approval-" + number + ".json", new byte[0]);
        }
        assertThatThrownBy(() -> EvidenceFiles.receive(controller.resolve("evidence"), many))
                .hasMessageContaining("it holds too much");
        TreeMap<String, byte[]> large = new TreeMap<>();
        large.put("approval.json", new byte[(32 << 20) + 1]);
        assertThatThrownBy(() -> EvidenceFiles.receive(controller.resolve("evidence"), large))
                .hasMessageContaining("it holds too much");
        assertThat(controller).isEmptyDirectory();
    }
}
