package io.countersign.jenkins.record;

import hudson.model.Job;
import hudson.util.AtomicFileWriter;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job's stages are at, as its steps learnt it last, and what was done to them. It outlives the runs that it tells of.
 *
 * @param places one a target, in the order of the promotion path where {@code countersignStatus} has told it
 * @param history the newest first
 */
public record PromotionBoard(List<Place> places, List<Event> history) {
    static final int MOST_EVENTS = 500;

    private static final Object WRITING = new Object();

    public PromotionBoard {
        places = List.copyOf(places);
        history = List.copyOf(history);
    }

    /**
     * One target.
     *
     * @param since an ISO 8601 instant; empty where unknown
     * @param drift whether the schema was another than recorded, when it was looked at last
     * @param state what is going on or wrong; empty where all is well
     * @param seen when this was learnt, an ISO 8601 instant
     */
    public record Place(
            String stage,
            String target,
            String application,
            String version,
            String digest,
            String since,
            String by,
            Optional<Boolean> drift,
            String state,
            String seen,
            int run) {}

    /** One thing that was done. */
    public record Event(String at, String what, String stage, String target, String release, String by, int run) {}

    public static PromotionBoard of(Job<?, ?> job) throws IOException {
        Path file = file(job);
        if (!Files.exists(file)) {
            return new PromotionBoard(List.of(), List.of());
        }
        try {
            return Json.read(Files.readAllBytes(file), PromotionBoard.class);
        } catch (Json.Malformed e) {
            throw new IOException(file + " was changed by hand: " + e.getMessage(), e);
        }
    }

    static boolean exists(Job<?, ?> job) {
        return Files.exists(file(job));
    }

    /** Adds what a step has learnt, where it is about stages. */
    static void learn(Job<?, ?> job, int run, StepRecord record) throws IOException {
        synchronized (WRITING) {
            PromotionBoard before = of(job);
            PromotionBoard after = before.with(record, run);
            if (!after.equals(before)) {
                try (AtomicFileWriter writer = new AtomicFileWriter(file(job), StandardCharsets.UTF_8)) {
                    writer.write(new String(Json.pretty(after), StandardCharsets.UTF_8));
                    writer.commit();
                }
            }
        }
    }

    private static Path file(Job<?, ?> job) {
        return new File(job.getRootDir(), "countersign-board.json").toPath();
    }

    PromotionBoard with(StepRecord record, int run) {
        Map<String, Object> result = record.result();
        if (record.step().equals("countersignStatus") && result.get("lines") instanceof List<?> lines) {
            return status(lines, record, run);
        }
        PromotionBoard board = record.copied().isEmpty() ? this : copied(record, record.copied(), run);
        for (StepRecord.Deployed deployed : record.deployed()) {
            board = board.deployed(record, deployed, run);
        }
        if (board != this) {
            return board;
        }
        if (result.get("undone") instanceof List<?> several && result.get("at") instanceof Map<?, ?> at) {
            return rolledBackTo(record, at, several, run);
        }
        return result.get("undone") instanceof Map<?, ?> undone ? rolledBack(record, undone, run) : this;
    }

    private PromotionBoard status(List<?> lines, StepRecord record, int run) {
        List<Place> seen = new ArrayList<>();
        for (Object each : lines) {
            Map<?, ?> line = (Map<?, ?>) each;
            Map<?, ?> release = line.get("release") instanceof Map<?, ?> there ? there : Map.of();
            Place known = place(text(line, "stage"), text(line, "target")).orElse(null);
            boolean same = known != null && known.digest().equals(text(release, "digest"));
            seen.add(new Place(
                    text(line, "stage"),
                    text(line, "target"),
                    text(release, "application"),
                    text(line, "version"),
                    text(release, "digest"),
                    text(line, "since"),
                    same ? known.by() : "",
                    Optional.ofNullable((Boolean) line.get("drift")),
                    PipelineWords.of(text(line, "state")),
                    record.at(),
                    run));
        }
        List<Place> all = new ArrayList<>(seen);
        places.stream()
                .filter(old -> seen.stream().noneMatch(now -> same(now, old.stage(), old.target())))
                .forEach(all::add);
        return new PromotionBoard(seen.size() == 1 ? replaced(seen.get(0)) : all, history);
    }

    private PromotionBoard deployed(StepRecord record, StepRecord.Deployed deployed, int run) {
        Map<?, ?> receipt = deployed.receipt();
        Place now = new Place(
                text(receipt, "stage"),
                text(receipt, "target"),
                text(receipt, "application"),
                text(receipt, "version"),
                record.release("digest"),
                text(receipt, "finishedAt"),
                text(receipt, "by"),
                Optional.of(false),
                "",
                record.at(),
                run);
        return new PromotionBoard(
                replaced(now),
                deployed.repeated() ? history : longer(event(record, "deployed", now, record.release("digest"), run)));
    }

    private PromotionBoard copied(StepRecord record, Map<?, ?> receipt, int run) {
        Map<?, ?> release = receipt.get("release") instanceof Map<?, ?> there ? there : Map.of();
        Place now = new Place(
                record.stage(),
                text(receipt, "target").replaceFirst("^[^/]*/", ""),
                text(release, "application"),
                text(receipt, "version"),
                text(release, "digest"),
                record.at(),
                "",
                Optional.of(false),
                "",
                record.at(),
                run);
        return new PromotionBoard(
                replaced(now),
                longer(event(record, "copied from " + text(receipt, "source"), now, text(release, "digest"), run)));
    }

    private PromotionBoard rolledBack(StepRecord record, Map<?, ?> undone, int run) {
        String was = title(undone);
        Place now = new Place(
                text(record.result(), "stage"),
                text(record.result(), "target"),
                "",
                "",
                "",
                record.at(),
                "",
                Optional.empty(),
                was + " was rolled back. " + text(record.result(), "state"),
                record.at(),
                run);
        Event event = new Event(record.at(), "rolled back", now.stage(), now.target(), was, "", run);
        return new PromotionBoard(replaced(now), longer(event));
    }

    /** Here it is known what the target is at again. */
    private PromotionBoard rolledBackTo(StepRecord record, Map<?, ?> at, List<?> undone, int run) {
        Place now = new Place(
                text(record.result(), "stage"),
                text(record.result(), "target"),
                text(at, "application"),
                text(at, "version"),
                text(at, "digest"),
                record.at(),
                "",
                Optional.empty(),
                "",
                record.at(),
                run);
        PromotionBoard board = new PromotionBoard(replaced(now), history);
        for (Object release : undone) {
            board = new PromotionBoard(
                    board.places(),
                    board.longer(new Event(
                            record.at(),
                            "rolled back",
                            now.stage(),
                            now.target(),
                            title((Map<?, ?>) release),
                            "",
                            run)));
        }
        return board;
    }

    private static String title(Map<?, ?> release) {
        return text(release, "application") + " " + text(release, "version");
    }

    private static Event event(StepRecord record, String what, Place now, String digest, int run) {
        String release = now.application() + " " + now.version() + " ("
                + digest.substring(0, Math.min(12, digest.length())) + ")";
        return new Event(record.at(), what, now.stage(), now.target(), release, now.by(), run);
    }

    private Optional<Place> place(String stage, String target) {
        return places.stream().filter(place -> same(place, stage, target)).findFirst();
    }

    private static boolean same(Place place, String stage, String target) {
        return place.stage().equals(stage) && place.target().equals(target);
    }

    private List<Place> replaced(Place now) {
        List<Place> all = new ArrayList<>(places);
        for (int index = 0; index < all.size(); index++) {
            if (same(all.get(index), now.stage(), now.target())) {
                all.set(index, now);
                return all;
            }
        }
        all.add(now);
        return all;
    }

    private List<Event> longer(Event event) {
        List<Event> all = new ArrayList<>(history);
        all.add(0, event);
        return all.subList(0, Math.min(MOST_EVENTS, all.size()));
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) == null ? "" : String.valueOf(map.get(name));
    }
}
