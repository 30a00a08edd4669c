package io.countersign.promotion.yaml;

import io.countersign.promotion.Names;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import io.countersign.promotion.SmokeCheck;
import io.countersign.promotion.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code slots} of a target. */
final class SlotReader {
    /** The pointer lies beside the slots' folders, which have the slots' names. */
    private static final String POINTER = "live";

    private final Path folder;

    SlotReader(Path folder) {
        this.folder = folder;
    }

    /** @param target whose database a slot has that names none */
    Optional<Slots> read(YamlMap map, Target target) {
        Path directory = map.requiredPath("directory", folder);
        Optional<String> before = map.text("before-switch");
        Optional<String> after = map.text("after-switch");
        Duration timeout =
                map.parsed("timeout", Durations::parse, Durations.EXPECTED).orElse(Duration.ofSeconds(60));
        List<Slot> pair = new ArrayList<>();
        for (YamlMap entry : map.maps("pair")) {
            pair.add(slot(entry, directory, target));
        }
        Optional<Slots> slots = Optional.empty();
        if (pair.size() != 2) {
            map.mistake("pair", "there are " + pair.size() + " slots", "two");
        } else if (pair.get(0).name().equalsIgnoreCase(pair.get(1).name())) {
            map.mistake("pair", "both slots are called " + pair.get(0).name(), "different names");
        } else if (pair.get(0)
                .application()
                .directory()
                .equals(pair.get(1).application().directory())) {
            map.mistake("pair", "both slots have one application directory", "different directories");
        } else {
            slots = Optional.of(new Slots(directory, before, after, timeout, pair.get(0), pair.get(1)));
        }
        map.close();
        return slots;
    }

    private Slot slot(YamlMap map, Path directory, Target target) {
        String name = map.requiredText("name");
        if (!name.isEmpty() && (!Names.isName(name) || name.equalsIgnoreCase(POINTER))) {
            map.mistake("name", "\"" + name + "\" is no name for a slot", Names.EXPECTED + ", and not live");
        }
        boolean own = map.has("url");
        List<SmokeCheck.Http> health = new ArrayList<>();
        for (YamlMap entry : map.maps("health")) {
            health.add(HttpCheckReader.read(entry));
            entry.close();
        }
        Slot slot = new Slot(
                name,
                own ? TargetReader.url(map, folder) : target.url(),
                map.has("credentials") ? TargetReader.credentials(map) : target.credentials(),
                map.text("schema").or(() -> own ? Optional.empty() : target.schema()),
                TargetReader.application(
                        map, map.path("directory", folder).orElse(directory.resolve(name.isEmpty() ? "slot" : name))),
                health);
        map.close();
        return slot;
    }
}
