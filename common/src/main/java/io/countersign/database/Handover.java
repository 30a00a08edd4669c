package io.countersign.database;

import io.countersign.promotion.FreezePolicy;

/**
 * Closes one database for writers and opens another one of the same server. It is one statement, which the server brings to
 * its end even where the process that asked for it is killed meanwhile.
 */
@FunctionalInterface
public interface Handover {

    /**
     * Ends the sessions of both as well: those of the one could still write, those of the other could not yet.
     *
     * @param turn done right before the statement is sent, when everything is prepared
     * @param closing what is taken away on the one, as its {@link Freezer} does
     * @param opening what is given back on the other
     * @param barrier before the one; made to linger, and ended at last
     */
    void run(Runnable turn, FreezeMeasures closing, FreezeMeasures opening, FreezePolicy policy, WriteBarrier barrier);
}
