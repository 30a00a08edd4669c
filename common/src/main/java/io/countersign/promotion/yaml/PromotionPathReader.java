package io.countersign.promotion.yaml;

import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import io.countersign.promotion.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code stages.yml}. */
public final class PromotionPathReader {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

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
        Map<String, String> people = people(root);
        List<Role> roles = roles(root, folder);
        Set<String> roleNames =
                new LinkedHashSet<>(roles.stream().map(Role::name).toList());
        for (String person : people.keySet()) {
            if (roleNames.contains(person)) {
                root.mistake("people", "\"" + person + "\" is a role and a person", "different names");
            }
        }
        StageReader reader = new StageReader(folder, roleNames, people.keySet());
        List<Stage> stages = new ArrayList<>();
        for (YamlMap map : root.maps("stages")) {
            stages.add(reader.read(map, stages));
        }
        if (stages.isEmpty()) {
            root.mistake("stages", "there are no stages", "at least one stage");
        }
        root.close();
        mistakes.throwIfAny();
        return new PromotionPath(roles, people, stages);
    }

    private static Map<String, String> people(YamlMap root) {
        Map<String, String> people = new LinkedHashMap<>();
        root.map("people").ifPresent(map -> {
            for (String name : map.names()) {
                String fingerprint = map.requiredText(name).replace(" ", "").toUpperCase(Locale.ROOT);
                if (!FINGERPRINT.matcher(fingerprint).matches()) {
                    map.mistake(
                            name,
                            "\"" + fingerprint + "\" is no fingerprint",
                            "the full 40 (or 64) hexadecimal digits");
                }
                nameOf("person", name, map);
                if (people.containsValue(fingerprint)) {
                    map.mistake(name, "the key of \"" + name + "\" has another name already", "one name for a key");
                }
                people.put(name, fingerprint);
            }
        });
        return people;
    }

    private static List<Role> roles(YamlMap root, Path folder) {
        List<Role> roles = new ArrayList<>();
        root.map("roles").ifPresent(map -> {
            for (String name : map.names()) {
                nameOf("role", name, map);
                map.map(name).ifPresent(role -> {
                    List<Path> files = role.paths("keys", folder);
                    if (files.isEmpty()) {
                        role.mistake("keys", "the role " + name + " has no keys", "a file of public keys");
                    }
                    roles.add(new Role(name, files));
                    role.close();
                });
            }
        });
        return roles;
    }

    static void nameOf(String what, String name, YamlMap map) {
        if (!NAME.matcher(name).matches() || Set.of("and", "or", "none").contains(name)) {
            map.mistake(name, "\"" + name + "\" is no name for a " + what, "a letter, then letters, digits, _ or -");
        }
    }
}
