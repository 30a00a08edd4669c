package io.countersign.promotion.yaml;

import io.countersign.promotion.Names;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code stages.yml}. */
public final class PromotionPathReader {

    private PromotionPathReader() {}

    /**
     * @throws io.countersign.problem.CountersignException FILE_MISSING, FILE_UNREADABLE, or CONFIGURATION_INVALID with
     *     every mistake of the file
     */
    public static PromotionPath read(Path file) {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        Mistakes mistakes = new Mistakes(file);
        YamlMap root = YamlFile.read(file, mistakes);
        root.requiredNumber("version", 1, 1);
        PartiesReader parties = new PartiesReader(root, folder);
        StageReader reader =
                new StageReader(folder, parties.roles(), parties.people().keySet());
        List<Stage> stages = new ArrayList<>();
        for (YamlMap map : root.maps("stages")) {
            stages.add(reader.read(map, stages));
        }
        if (stages.isEmpty()) {
            root.mistake("stages", "there are no stages", "at least one stage");
        }
        root.close();
        mistakes.throwIfAny();
        return new PromotionPath(parties.roles(), parties.people(), parties.attestors(), parties.identities(), stages);
    }

    static void nameOf(String what, String name, YamlMap map) {
        if (!Names.isName(name) || Set.of("and", "or", "none").contains(name)) {
            map.mistake(name, "\"" + name + "\" is no name for a " + what, Names.EXPECTED);
        }
    }
}
