package io.countersign.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private static final byte[] CONTENT = "{}\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void is_written_with_its_folders_and_replaced() throws IOException {
        Path file = folder.resolve("a/b/report.json");
        new ResultFile(file).write("an older and longer one".getBytes(StandardCharsets.UTF_8));
        new ResultFile(file).write(CONTENT);
        assertThat(file).hasBinaryContent(CONTENT);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void stays_as_it_was_where_it_cannot_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "before");
        Files.createDirectories(folder.resolve("report.json.part/in-the-way"));
        assertThatThrownBy(() -> new ResultFile(file).write(CONTENT)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("before");
    }

    @Test
    void leads_through_links_and_into_devices() throws IOException {
        Path real = Files.writeString(folder.resolve("real.json"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
        new ResultFile(link).write(CONTENT);
        assertThat(link).isSymbolicLink();
        assertThat(real).hasBinaryContent(CONTENT);
        new ResultFile(Path.of("/dev/null")).write(CONTENT);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
