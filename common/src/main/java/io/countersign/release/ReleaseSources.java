package io.countersign.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a release is sealed from. Folders are relative to {@code base}, with {@code /} and without {@code ..}.
 *
 * <p>Where git has files below a folder, exactly these are looked at, with the bytes that the commit has; ignored files beside
 * them (local settings, passwords) never get into a release. A folder where git has no file at all is build output and is read
 * from the disk.
 *
 * @param base the project's folder, anywhere inside a git work tree
 * @param application the application's name: letters, digits, dots, hyphens and underscores
 * @param version the release's version; one that ends with {@code -SNAPSHOT} is preliminary
 * @param tag what the tag of this version is called, for example {@code v1.4.0}
 * @param changes the database changes; empty for a release without any
 * @param applicationFiles go below {@code application/}
 * @param configurationFiles go below {@code configuration/}
 * @param requires the database version a target must be at; empty where any will do
 * @param resulting the database version a target is at afterwards
 * @param preliminaryAllowed whether a snapshot, a dirty work tree or a missing tag make a preliminary release, instead of none
 * @param tool the version of Countersign
 */
public record ReleaseSources(
        Path base,
        String application,
        String version,
        String tag,
        Optional<Changes> changes,
        List<FileSet> applicationFiles,
        List<FileSet> configurationFiles,
        Optional<DatabaseVersion> requires,
        DatabaseVersion resulting,
        boolean preliminaryAllowed,
        String tool) {
    public ReleaseSources {
        applicationFiles = List.copyOf(applicationFiles);
        configurationFiles = List.copyOf(configurationFiles);
    }

    /**
     * @param root the folder that changelog paths are relative to
     * @param changelog the root changelog, relative to {@code root}
     */
    public record Changes(String root, String changelog) {}

    /**
     * Files by a glob. Their paths in the release are relative to the directory.
     *
     * @param include relative to the directory: {@code *} and <code>?</code> within a name, {@code **} across folders
     *     ({@code **}{@code /*.jar} also finds {@code a.jar}), <code>{a,b}</code> for alternatives
     */
    public record FileSet(String directory, String include) {}
}
