package io.countersign.database;

/**
 * A database that is built beside a target, under another name, to take its place in one step. Nobody knows it until then.
 * Closing it removes whichever of the two is not the target: the new one before {@link #takeOver()}, the old one after.
 * Closing it twice does no more than closing it once.
 */
public interface Replacement extends AutoCloseable {

    /** The new database, open. Closed together with this. */
    TargetDatabase database();

    /**
     * Ends the sessions of the old database and gives its name to the new one: both or nothing, also when killed. The lock
     * of the target stays held. The target that this was obtained from is connected to the new database afterwards.
     */
    void takeOver();

    @Override
    void close();
}
