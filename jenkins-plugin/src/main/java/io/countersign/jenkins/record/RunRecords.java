package io.countersign.jenkins.record;

import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.countersign.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the steps of one run gave back, as files in the run's directory. The controller alone writes them, and they go when
 * the run goes.
 */
public final class RunRecords {
    public static final int MOST_RECORDS = 200;
    public static final int MOST_BYTES = 1 << 20;

    private static final Object WRITING = new Object();

    private final Path folder;

    public RunRecords(Run<?, ?> run) {
        this.folder = new File(run.getRootDir(), "countersign").toPath();
    }

    boolean isEmpty() {
        return !Files.isDirectory(folder);
    }

    /** Beyond the bounds nothing is kept: a page is no archive, and the release's evidence is complete without it. */
    public void add(StepRecord record) throws IOException {
        byte[] whole = Json.pretty(record);
        byte[] kept = whole.length <= MOST_BYTES ? whole : Json.pretty(withoutDetails(record, whole.length));
        synchronized (WRITING) {
            Files.createDirectories(folder);
            int count = files().size();
            if (count < MOST_RECORDS) {
                Path file = folder.resolve(String.format(Locale.ROOT, "%03d.json", count));
                try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
                    writer.write(new String(kept, StandardCharsets.UTF_8));
                    writer.commit();
                }
            }
        }
    }

    /** In the order in which the steps ended. */
    public List<StepRecord> all() {
        if (isEmpty()) {
            return List.of();
        }
        List<StepRecord> records = new ArrayList<>();
        try {
            for (Path file : files()) {
                records.add(Json.read(Files.readAllBytes(file), StepRecord.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.Malformed e) {
            throw new UncheckedIOException(new IOException(folder + " was changed by hand: " + e.getMessage(), e));
        }
        return records;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static StepRecord withoutDetails(StepRecord record, int bytes) {
        return new StepRecord(
                record.step(),
                record.at(),
                record.stage(),
                record.code(),
                record.problem(),
                Map.of("omitted", "The result has " + bytes + " bytes, more than a page keeps."));
    }
}
