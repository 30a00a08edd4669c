package io.countersign.database;

/** How one database product is reached. */
public interface Dialect {

    boolean accepts(String url);

    /** As {@link TargetDatabases#connect}. */
    TargetDatabase connect(ConnectionSettings settings);
}
