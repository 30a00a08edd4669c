package io.countersign.environment;

import io.countersign.database.TargetDatabase;

/** What is done to a complete copy before it takes the target's place. Where it fails, the target stays what it is. */
@FunctionalInterface
public interface CopyPreparation {
    /** The copy takes the place as it is. */
    CopyPreparation NONE = copy -> {};

    void prepare(TargetDatabase copy);
}
