package io.countersign.environment.masking;

import io.countersign.database.TargetDatabase;
import java.sql.SQLException;
import java.util.List;

/** Reads what masking has to know of a database's tables. */
public final class SourceTables {
    private SourceTables() {}

    /**
     * Every table of the schema that a target is confined to, or of all schemas where it is confined to none; without
     * Countersign's own. A partition has its parent's columns and is not listed.
     */
    public static List<TableFacts> of(TargetDatabase database) {
        try {
            return database.product().startsWith("PostgreSQL")
                    ? PostgresTables.read(database)
                    : JdbcTables.read(database);
        } catch (SQLException e) {
            throw database.errors().during("its columns were read", e);
        }
    }
}
