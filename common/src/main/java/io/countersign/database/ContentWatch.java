package io.countersign.database;

import java.util.List;

/** Tells what a database's tables hold, again and again; from the second time on it may read only what can have changed. */
@FunctionalInterface
public interface ContentWatch {

    /** As {@link TargetDatabase#contents()}. */
    List<TableContent> read();
}
