package io.countersign.release;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a changelog with everything it includes. Implemented where Liquibase is known, so that what is sealed is exactly
 * what will be read on a target.
 */
public interface ChangelogReader {

    /**
     * @param root the folder that changelog paths are relative to
     * @param changelog the root changelog, relative to {@code root}, with {@code /}
     * @throws io.countersign.problem.CountersignException CHANGELOG_INVALID, or CHANGELOG_FILE_MISSING where a file that
     *     the changelog names (include, sqlFile, loadData …) does not exist
     */
    Changelog read(Path root, String changelog);

    /**
     * @param files every file that is needed, relative to the root, with {@code /}, sorted
     * @param changesets in reading order
     * @param liquibase the version of Liquibase that read them
     */
    record Changelog(List<String> files, List<Changeset> changesets, String liquibase) {
        public Changelog {
            files = List.copyOf(files);
            changesets = List.copyOf(changesets);
        }
    }
}
