package io.countersign.database.liquibase;

import io.countersign.release.Changeset;
import io.countersign.release.ChangesetId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liquibase.ChecksumVersion;
import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;

/** Liquibase's changesets in the words of a release. */
final class Changesets {
    private Changesets() {}

    static ChangesetId id(ChangeSet changeset) {
        return new ChangesetId(changeset.getFilePath(), changeset.getId(), changeset.getAuthor());
    }

    /** The key by which Liquibase takes two changesets for one: without regard to case, and with a plain path. */
    static String key(String path, String id, String author) {
        return (DatabaseChangeLog.normalizePath(path) + "::" + id + "::" + author).toLowerCase(Locale.ROOT);
    }

    static String key(ChangeSet changeset) {
        return key(changeset.getFilePath(), changeset.getId(), changeset.getAuthor());
    }

    static Changeset of(ChangeSet changeset, Database database) {
        changeset.clearCheckSum(); // Liquibase keeps the first one it computed, whatever its version
        return new Changeset(
                id(changeset),
                changeset.generateCheckSum(ChecksumVersion.latest()).toString(),
                kinds(changeset),
                Optional.ofNullable(changeset.getComments()).map(String::strip).orElse(""),
                changeset.isRunInTransaction(),
                reversible(changeset, database),
                changeset.shouldAlwaysRun() || changeset.shouldRunOnChange());
    }

    private static List<String> kinds(ChangeSet changeset) {
        return changeset.getChanges().stream()
                .map(Change::getSerializedObjectName)
                .toList();
    }

    static boolean reversible(ChangeSet changeset, Database database) {
        if (changeset.hasCustomRollbackChanges()) {
            return true;
        }
        boolean formattedSql = changeset.getFilePath().toLowerCase(Locale.ROOT).endsWith(".sql");
        return changeset.getChanges().stream()
                .noneMatch(change ->
                        (formattedSql && change instanceof RawSQLChange) || !change.supportsRollback(database));
    }
}
