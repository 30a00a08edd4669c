package io.countersign.promotion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code countersign.yml} says: the developers' half.
 *
 * @param tag how a version's tag is called, with {@code {version}} in it, for example {@code v{version}}
 * @param changesRoot the folder that changelog paths are relative to, relative to the file; empty without a database part
 * @param changelog the root changelog below it
 * @param requires the database version a target must be at
 * @param resulting the database version afterwards; empty for the release's own version
 * @param applicationFiles files that make up the application
 * @param configurationFiles files of configuration data
 * @param configuration the tables of configuration data; empty where there are none
 */
public record ProjectConfiguration(
        Path file,
        String application,
        Optional<String> version,
        String tag,
        Optional<String> changesRoot,
        Optional<String> changelog,
        Optional<String> requires,
        Optional<String> resulting,
        List<FileSet> applicationFiles,
        List<FileSet> configurationFiles,
        Optional<ConfigurationTables> configuration) {
    /** Stands for the release's version, in the tag and in patterns of files. */
    public static final String VERSION_PLACE = "{version}";

    public ProjectConfiguration {
        applicationFiles = List.copyOf(applicationFiles);
        configurationFiles = List.copyOf(configurationFiles);
    }

    /**
     * Files by a glob.
     *
     * @param directory relative to the project, with {@code /}
     * @param include a glob relative to the directory, in which {@code {version}} stands for the release's version
     */
    public record FileSet(String directory, String include) {}

    /**
     * Tables whose rows belong to the application and not to its users.
     *
     * @param directory where their files are, relative to the project, with {@code /}
     * @param tables {@code country}, or {@code shop.country} for another schema than the target's
     */
    public record ConfigurationTables(String directory, List<String> tables) {
        public ConfigurationTables {
            tables = List.copyOf(tables);
        }
    }
}
