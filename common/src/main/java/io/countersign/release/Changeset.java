package io.countersign.release;

import java.util.List;

/**
 * One changeset of a release, as the manifest lists it.
 *
 * @param checksum Liquibase's own checksum, with its version prefix, for example {@code 9:…}
 * @param changes the kinds of change in it, for example {@code createTable}
 * @param transactional false where it runs outside a transaction ({@code runInTransaction="false"})
 * @param reversible whether Liquibase can roll it back, by an explicit or a derived rollback
 * @param repeatable whether it may run again ({@code runAlways}, {@code runOnChange})
 */
public record Changeset(
        ChangesetId id,
        String checksum,
        List<String> changes,
        String comment,
        boolean transactional,
        boolean reversible,
        boolean repeatable) {
    public Changeset {
        changes = List.copyOf(changes);
    }
}
