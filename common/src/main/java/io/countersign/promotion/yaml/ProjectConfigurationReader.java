package io.countersign.promotion.yaml;

import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.ProjectConfiguration.ConfigurationTables;
import io.countersign.promotion.ProjectConfiguration.FileSet;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code countersign.yml}. */
public final class ProjectConfigurationReader {
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    /** Where exported data is, unless told otherwise. */
    private static final String DATA = "src/configuration";

    private ProjectConfigurationReader() {}

    /**
     * @throws io.countersign.problem.CountersignException FILE_MISSING, FILE_UNREADABLE, or CONFIGURATION_INVALID with
     *     every mistake of the file
     */
    public static ProjectConfiguration read(Path file) {
        Mistakes mistakes = new Mistakes(file);
        YamlMap root = YamlFile.read(file, mistakes);
        root.requiredNumber("version", 1, 1);
        String application = root.requiredText("application");
        if (!application.isEmpty() && !APPLICATION.matcher(application).matches()) {
            root.mistake(
                    "application", "\"" + application + "\" is no name", "letters, digits, dots, - and _, at most 64");
        }
        Optional<String> tag = root.text("tag");
        if (tag.isPresent() && !tag.get().contains(ProjectConfiguration.VERSION_PLACE)) {
            root.mistake("tag", "\"" + tag.get() + "\" does not name the version", "v{version}");
        }
        Optional<YamlMap> changes = root.map("changes");
        Optional<YamlMap> database = root.map("database");
        ProjectConfiguration configuration = new ProjectConfiguration(
                file.toAbsolutePath().normalize(),
                application,
                version(root, "release"),
                tag.orElse("v" + ProjectConfiguration.VERSION_PLACE),
                changes.map(map -> inside(map, "root", map.requiredText("root"))),
                changes.map(map -> inside(map, "changelog", map.requiredText("changelog"))),
                database.flatMap(map -> version(map, "requires")),
                database.flatMap(map -> version(map, "results-in")),
                fileSets(root, "application-files"),
                fileSets(root, "configuration-files"),
                root.map("configuration").map(ProjectConfigurationReader::configuration));
        changes.ifPresent(YamlMap::close);
        database.ifPresent(YamlMap::close);
        root.close();
        mistakes.throwIfAny();
        return configuration;
    }

    private static Optional<String> version(YamlMap map, String key) {
        Optional<String> version = map.text(key);
        version.filter(text -> !VERSION.matcher(text).matches())
                .ifPresent(text -> map.mistake(
                        key, "\"" + text + "\" is no version", "letters, digits, dots, -, + and _, such as 1.4.0"));
        return version;
    }

    private static List<FileSet> fileSets(YamlMap root, String key) {
        return root.maps(key).stream()
                .map(map -> {
                    FileSet files = new FileSet(
                            inside(map, "directory", map.requiredText("directory")),
                            map.text("include").orElse("**"));
                    map.close();
                    return files;
                })
                .toList();
    }

    private static ConfigurationTables configuration(YamlMap map) {
        List<String> tables = map.texts("tables");
        if (tables.isEmpty()) {
            map.mistake("tables", "there are no configuration tables", "tables: [ country, … ]");
        }
        tables.stream()
                .filter(table -> Collections.frequency(tables, table) > 1)
                .findFirst()
                .ifPresent(table -> map.mistake("tables", "the table " + table + " stands twice", "it once"));
        ConfigurationTables configuration = new ConfigurationTables(
                inside(map, "directory", map.text("directory").orElse(DATA)), tables);
        map.close();
        return configuration;
    }

    private static String inside(YamlMap map, String key, String path) {
        boolean outside = path.startsWith("/")
                || path.contains("\\")
                || DRIVE.matcher(path).matches()
                || List.of(path.split("/")).contains("..");
        if (outside) {
            map.mistake(key, "\"" + path + "\" leads out of the project", "a relative path with / and without ..");
        }
        return path;
    }
}
