package io.countersign.harness;

/** A server that runs. */
interface ServerProcess {

    int port();

    /** Returns when it has ended. */
    void stop();
}
