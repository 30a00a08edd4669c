package io.countersign.promotion.yaml;

import io.countersign.promotion.ApplicationPlace;
import io.countersign.promotion.FileUrl;
import io.countersign.promotion.Slots;
import io.countersign.promotion.Target;
import io.countersign.promotion.Target.Credentials;
import io.countersign.promotion.TargetCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one entry of {@code targets}. */
final class TargetReader {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DEFAULT_KEEP = 3;

    private final Path folder;

    TargetReader(Path folder) {
        this.folder = folder;
    }

    Target read(YamlMap map) {
        String name = map.requiredText("name");
        if (!name.isEmpty()) {
            Target.objectionToName(name)
                    .ifPresent(objection -> map.mistake("name", objection.found(), objection.expected()));
        }
        String url = url(map, folder);
        Credentials credentials = credentials(map);
        Optional<String> schema = map.text("schema");
        Optional<ApplicationPlace> application = map.map("application").map(this::application);
        Target alone = new Target(name, url, credentials, schema, application);
        Optional<Slots> slots = map.map("slots").flatMap(entry -> new SlotReader(folder).read(entry, alone));
        if (slots.isPresent() && application.isPresent()) {
            map.mistake("application", "a target with slots has an application of its own", "one for each slot");
        }
        Target target = new Target(name, url, credentials, schema, application, slots);
        map.close();
        return target;
    }

    /** A mistake never repeats the URL, which may hold a secret. */
    static String url(YamlMap map, Path folder) {
        String url = map.requiredText("url");
        if (!url.isEmpty()) {
            Target.objectionToUrl(url)
                    .ifPresent(objection -> map.mistake("url", objection.found(), objection.expected()));
        }
        return FileUrl.absolute(url, folder);
    }

    /** Reads {@code targets-query}. */
    TargetCatalogue catalogue(YamlMap map) {
        TargetCatalogue catalogue = new TargetCatalogue(
                url(map, folder),
                credentials(map),
                map.requiredText("sql"),
                credentials(map, "target-credentials"),
                folder);
        map.close();
        return catalogue;
    }

    static Credentials credentials(YamlMap map) {
        return credentials(map, "credentials");
    }

    private static Credentials credentials(YamlMap map, String key) {
        if (!map.has(key)) {
            return new Credentials.None();
        }
        if (map.isScalar(key)) {
            // what stands there instead may be a password, so it is not repeated
            map.text(key)
                    .filter(text -> !text.equals("none"))
                    .ifPresent(text -> map.mistake(
                            key, "\"" + key + "\" is no reference", "none, {id: …}, {environment: …} or {user: …}"));
            return new Credentials.None();
        }
        Optional<YamlMap> mapping = map.map(key);
        if (mapping.isEmpty()) {
            return new Credentials.None();
        }
        YamlMap entry = mapping.get();
        Credentials credentials;
        if (entry.has("id")) {
            credentials = new Credentials.Reference(entry.requiredText("id"));
        } else if (entry.has("environment")) {
            credentials =
                    entry.map("environment").map(TargetReader::environment).orElseGet(Credentials.None::new);
        } else {
            if (entry.has("password")) {
                entry.mistake("password", "a password does not belong into this file", "id or environment");
            }
            credentials = new Credentials.UserOnly(entry.requiredText("user"));
        }
        entry.close();
        return credentials;
    }

    private static Credentials environment(YamlMap map) {
        Credentials credentials = new Credentials.Environment(variable(map, "user"), variable(map, "password"));
        map.close();
        return credentials;
    }

    private static String variable(YamlMap map, String key) {
        String name = map.requiredText(key);
        if (!name.isEmpty() && !VARIABLE.matcher(name).matches()) {
            map.mistake(key, "\"" + key + "\" is no name of an environment variable", "a name such as PRD_PASSWORD");
        }
        return name;
    }

    private ApplicationPlace application(YamlMap map) {
        ApplicationPlace place = application(map, map.requiredPath("directory", folder));
        map.close();
        return place;
    }

    static ApplicationPlace application(YamlMap map, Path directory) {
        return new ApplicationPlace(
                directory,
                map.text("stop"),
                map.text("start"),
                map.parsed("timeout", Durations::parse, Durations.EXPECTED).orElse(Duration.ofSeconds(60)),
                map.number("keep", 1, 1000).orElse(DEFAULT_KEEP));
    }
}
