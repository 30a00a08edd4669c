package io.countersign.harness;

/** Where a test gets databases of its own. Closing it ends the server, or drops the databases where there is none. */
public interface DatabaseServer extends AutoCloseable {

    /** Makes an empty database that nobody else uses, with a user who owns it and has no rights beyond it. */
    TestDatabase newDatabase();

    /** Does nothing when already closed. */
    @Override
    void close();
}
