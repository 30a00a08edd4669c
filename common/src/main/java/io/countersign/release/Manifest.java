package io.countersign.release;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of contents of a release: {@code release.json}, the first entry of the zip.
 *
 * @param formatVersion the version of this file's format; {@value #FORMAT} is written
 * @param preliminary sealed from a snapshot version or a dirty work tree: for the first stage only
 * @param requires the database version a target must be at; empty where any will do
 * @param resulting the database version a target is at afterwards
 * @param changelog the root changelog's path below {@code changes/}; empty for a release without database changes
 * @param entries every other entry of the zip, sorted by path
 * @param changesets in the order in which Liquibase reads them
 * @param tool the version of Countersign that sealed
 * @param liquibase the version of Liquibase that computed the checksums
 */
public record Manifest(
        int formatVersion,
        String application,
        String version,
        boolean preliminary,
        SourceRevision source,
        Optional<DatabaseVersion> requires,
        DatabaseVersion resulting,
        Optional<String> changelog,
        List<ManifestEntry> entries,
        List<Changeset> changesets,
        String tool,
        String liquibase) {
    public static final int FORMAT = 1;
    /** The manifest's own name in the zip. */
    public static final String PATH = "release.json";

    public static final String CHANGES = "changes/";
    public static final String APPLICATION = "application/";
    public static final String CONFIGURATION = "configuration/";

    public static final String SNAPSHOT = "-SNAPSHOT";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    public Manifest {
        entries = List.copyOf(entries);
        changesets = List.copyOf(changesets);
    }

    Manifest withEntries(List<ManifestEntry> others) {
        return new Manifest(
                formatVersion,
                application,
                version,
                preliminary,
                source,
                requires,
                resulting,
                changelog,
                others,
                changesets,
                tool,
                liquibase);
    }

    /** What an application and a version may be called: one name of a folder, on every system. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isSnapshot(String version) {
        return version.endsWith(SNAPSHOT);
    }

    boolean isSnapshot() {
        return isSnapshot(version);
    }

    /** For messages: {@code bookshop 1.4.0}. */
    public String title() {
        return application + " " + version;
    }
}
