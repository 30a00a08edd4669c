package io.countersign.database;

import io.countersign.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * What is needed to connect to one target.
 *
 * @param name how messages call the target, for example {@code PRD/main}
 * @param url a JDBC URL without a user or password in it
 * @param user empty where the URL or the operating system says who connects
 * @param schema the schema that the release changes; empty for the connection's own default
 * @param timeout how long to wait for a connection
 */
public record ConnectionSettings(
        String name, String url, Optional<String> user, Secret password, Optional<String> schema, Duration timeout) {}
