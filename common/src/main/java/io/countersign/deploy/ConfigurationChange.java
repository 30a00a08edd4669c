package io.countersign.deploy;

import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.ConfigurationImport;
import io.countersign.database.configuration.ConfigurationIndex;
import io.countersign.database.configuration.TableChanges;
import io.countersign.json.Json;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Manifest;
import io.countersign.release.ManifestEntry;
import io.countersign.release.SealedRelease;
import java.util.List;
import java.util.Optional;

/**
 * Changes configuration data and records it, both in the transaction that is open, so that there is never one without the
 * other. The rows as they were before are kept in the ledger, by which a change can be taken back.
 */
public final class ConfigurationChange {
    private final Site site;
    private final Progress progress;
    private final ConfigurationImport data;

    public ConfigurationChange(Site site, Progress progress) {
        this.site = site;
        this.progress = progress;
        this.data = new ConfigurationImport(site.database());
    }

    /** What the ledger keeps beside its record. */
    private record Document(List<TableChanges> changes) {}

    /** The configuration data of a release; empty where it has none that was exported from tables. */
    public static Optional<ConfigurationFiles.Content> of(SealedRelease release) {
        List<String> paths =
                release.manifest().entries().stream().map(ManifestEntry::path).toList();
        if (!paths.contains(Manifest.CONFIGURATION + ConfigurationIndex.FILE)) {
            return Optional.empty();
        }
        return Optional.of(ConfigurationFiles.read(
                "The configuration data of " + release.manifest().application() + " "
                        + release.manifest().version(),
                name -> Optional.of(Manifest.CONFIGURATION + name)
                        .filter(paths::contains)
                        .map(release::read)));
    }

    /** What would change. */
    public List<TableChanges> differences(ConfigurationFiles.Content wanted) {
        return data.differences(wanted);
    }

    /**
     * Makes the changes inside the transaction that is open.
     *
     * @param undoes the operation whose changes these take back
     */
    public void apply(
            String operation,
            String source,
            DatabaseVersion version,
            List<TableChanges> changes,
            Optional<String> undoes) {
        if (changes.isEmpty()) {
            return;
        }
        long rows = changes.stream().mapToLong(table -> table.changes().size()).sum();
        progress.info("Changing " + rows + " rows of configuration data");
        data.apply(changes, progress);
        site.journal()
                .appendDocument(
                        new LedgerEvent.ConfigurationChanged(
                                operation,
                                source,
                                version,
                                changes.stream()
                                        .map(table -> new LedgerEvent.ChangedTable(
                                                table.table(), table.inserts(), table.updates(), table.deletes()))
                                        .toList(),
                                undoes),
                        Json.compact(new Document(changes)));
    }

    /** To be called before {@link #apply}, where nothing is open that must not be committed yet: some products commit it. */
    public void reserveNumbers(List<TableChanges> changes) {
        data.reserveNumbers(changes);
    }

    /** Commits what {@link #apply} did, as long as the lock is still held. */
    public void commit() {
        progress.info("Committing");
        site.requireLock();
        site.database().commit();
    }

    /** What has to be done to take a recorded change back. */
    public List<TableChanges> inverse(LedgerHistory.Entry entry) {
        String document = site.journal().ledger().document(entry.record());
        try {
            return Json.read(document, Document.class).changes().stream()
                    .map(TableChanges::inverse)
                    .toList();
        } catch (Json.Malformed e) {
            throw CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                    .found(
                            "The rows recorded with record %d cannot be read: %s.",
                            entry.record().seq(), e.getMessage())
                    .remedy("Use the version of Countersign that recorded them, or a newer one.")
                    .causedBy(e);
        }
    }

    /** Takes back, in the transaction that is open, what a deployment changed; the caller records the rollback itself. */
    void takeBack(String deployment) {
        site.journal().history().changeOf(deployment).ifPresent(entry -> {
            progress.info("Taking the configuration data back");
            data.apply(inverse(entry), progress);
        });
    }
}
