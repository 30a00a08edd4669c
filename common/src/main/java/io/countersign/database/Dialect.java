package io.countersign.database;

import java.util.Optional;

/** How one database product is reached. */
public interface Dialect {

    boolean accepts(String url);

    /** As {@link TargetDatabases#connect}. */
    TargetDatabase connect(ConnectionSettings settings);

    /** As {@link TargetDatabases#find}. */
    default Optional<TargetDatabase> find(ConnectionSettings settings) {
        return Optional.of(connect(settings));
    }

    /** As {@link TargetDatabases#look}. */
    default TargetDatabase look(ConnectionSettings settings) {
        return connect(settings);
    }
}
