package io.countersign.promotion;

import java.util.List;
import java.util.Optional;

/**
 * One stage of the promotion path, as {@code stages.yml} says it.
 *
 * @param entry what a release needs before it may enter
 * @param deployment how a release gets in, and out again
 * @param copies how copies made for this stage differ from their source
 * @param waves how a release goes out to the targets
 * @param catalogue knows more targets; empty where {@code targets} are all
 */
public record Stage(
        String name,
        EntryRules entry,
        DeploymentRules deployment,
        CopyRules copies,
        WavePolicy waves,
        List<Target> targets,
        Optional<TargetCatalogue> catalogue) {
    public Stage {
        targets = List.copyOf(targets);
    }

    /**
     * The same stage for a scratch copy of one of its targets: at any time, nobody else is there to be kept out, no address
     * answers for it, and it is in no wave.
     *
     * @param scratch where the copy's own backups go
     */
    public Stage forRehearsal(BackupPolicy scratch) {
        return new Stage(
                name, entry.atAnyTime(), deployment.onScratch(scratch), copies, WavePolicy.DEFAULT, targets, catalogue);
    }

    /** The same stage with all its targets, those of its catalogue among them. */
    public Stage withTargets(List<Target> all) {
        return new Stage(name, entry, deployment, copies, waves, all, Optional.empty());
    }

    /**
     * The same stage for the copy of a target in its idle slot: all rows as they are, no backup, and nobody there to be kept out.
     */
    public Stage forSlot() {
        return new Stage(name, entry, deployment.inIdleSlot(), CopyRules.WHOLE, waves, targets, catalogue);
    }

    /** How a deployment to this stage is undone. */
    public enum WayBack {
        /** By the backup that was made before it. */
        RESTORE,
        /** By the changesets' own rollbacks. */
        LIQUIBASE
    }

    /** What becomes of changesets that cannot run inside a transaction, on a database that could otherwise. */
    public enum OutsideTransaction {
        /** They run in a phase of their own; a failure is undone by the backup. */
        PHASE,
        /** The release is refused. */
        REFUSE
    }

    /** What other sessions may do while a deployment runs. */
    public enum Freeze {
        NONE,
        READ_ONLY,
        OFFLINE
    }
}
