package io.countersign.database;

/**
 * Keeps everybody else from writing to a database for as long as one session lasts: whoever writes waits, whoever reads goes
 * on, and nobody is told anything. Should the process that holds it be killed, the server lets the writers go on by itself.
 */
public interface WriteBarrier extends AutoCloseable {

    /** The server's number of the session that holds it. */
    long session();

    /**
     * From now on the server keeps it up by itself for half a minute, whatever becomes of this process.
     *
     * @throws io.countersign.problem.CountersignException DATABASE_CONNECTION_LOST where it was lost before
     */
    void linger();

    /** Lets the writers go on. Harmless where the session was ended. */
    @Override
    void close();
}
