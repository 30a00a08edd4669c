package io.countersign.database.liquibase;

import liquibase.Scope;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.executor.ExecutorService;
import liquibase.statement.core.CreateDatabaseChangeLogTableStatement;

/** Creates DATABASECHANGELOG by Liquibase's own statement. */
final class HistoryCreation {
    private HistoryCreation() {}

    static void create(Database database) throws DatabaseException {
        Scope.getCurrentScope()
                .getSingleton(ExecutorService.class)
                .getExecutor("jdbc", database)
                .execute(new CreateDatabaseChangeLogTableStatement());
    }
}
