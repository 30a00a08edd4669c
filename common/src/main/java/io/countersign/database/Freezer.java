package io.countersign.database;

import io.countersign.promotion.FreezePolicy;
import java.util.List;
import java.util.Optional;

/**
 * Keeps others out of one database, or from writing to it, by the means that the product has. The caller writes the measures
 * into the ledger before they are imposed, so that whoever comes after a kill can lift them. Used under the target's lock.
 */
public interface Freezer {

    /** Why others cannot be kept out as asked, with what to do about it; empty where they can. Changes nothing. */
    Optional<Obstacle> obstacle(FreezePolicy policy);

    /** What will be taken away. */
    FreezeMeasures measures(FreezePolicy policy);

    /** Takes it away, for sessions to come. Inside the open transaction where the product has DDL in transactions. */
    void impose(FreezeMeasures measures);

    /**
     * Whose sessions have to end before the freeze holds, in words. To be asked after what {@link #impose} did was
     * committed: who comes later is frozen already.
     */
    List<String> inside(FreezePolicy policy);

    /** Ends those sessions. */
    void evict(FreezePolicy policy);

    /** Gives everything back. Harmless where nothing, or not everything, was taken. */
    void lift(FreezeMeasures measures);

    /** Whether what {@link #impose} took is still taken. */
    boolean holds(FreezeMeasures measures);

    /**
     * Ends the sessions that began while it was frozen, which would stay as they are although it was lifted: so that a pool of
     * connections gets new ones. To be asked after what {@link #lift} did was committed.
     */
    void renew(FreezePolicy policy);

    /** Why not, and what helps, both as sentences. */
    record Obstacle(String found, String remedy) {}
}
