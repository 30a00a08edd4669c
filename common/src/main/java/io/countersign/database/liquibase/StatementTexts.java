package io.countersign.database.liquibase;

import io.countersign.database.ChangeRunner.Preview;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.RollbackImpossibleException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.executor.LoggingExecutor;
import liquibase.sql.Sql;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;

/** Renders changesets as SQL without running them. */
final class StatementTexts {
    private final Database database;

    StatementTexts(Database database) {
        this.database = database;
    }

    /** Lets Liquibase's changes know that they are only written down: some then choose plain statements. */
    void writeOnly() {
        ExecutorService executors = Scope.getCurrentScope().getSingleton(ExecutorService.class);
        Executor reading = executors.getExecutor("jdbc", database);
        LoggingExecutor writing = new LoggingExecutor(reading, Writer.nullWriter(), database);
        executors.setExecutor("logging", database, writing);
        executors.setExecutor("jdbc", database, writing);
    }

    Preview preview(ChangeSet changeset) {
        List<String> sql = new ArrayList<>();
        if (changeset.getPreconditions() != null
                && !changeset.getPreconditions().getNestedPreconditions().isEmpty()) {
            sql.add("-- Depends on preconditions; where they do not hold: "
                    + changeset.getPreconditions().getOnFail());
        }
        for (Change change : changeset.getChanges()) {
            sql.addAll(forward(change, changeset));
        }
        boolean reversible = canRollBack(changeset);
        return new Preview(
                Changesets.id(changeset),
                changeset.isRunInTransaction(),
                reversible,
                sql,
                reversible ? backward(changeset) : List.of());
    }

    private List<String> forward(Change change, ChangeSet changeset) {
        if (!isForDatabase(change)) {
            return List.of();
        }
        try {
            return texts(change.generateStatements(database), changeset.getSqlVisitors());
        } catch (RuntimeException e) {
            return List.of(unknown(change, e));
        }
    }

    /** The rollback as one would run it. */
    Preview rollback(ChangeSet changeset) {
        List<String> sql = backward(changeset);
        return new Preview(Changesets.id(changeset), changeset.isRunInTransaction(), true, sql, List.of());
    }

    private List<String> backward(ChangeSet changeset) {
        List<SqlVisitor> visitors = changeset.getSqlVisitors().stream()
                .filter(SqlVisitor::isApplyToRollback)
                .toList();
        List<String> sql = new ArrayList<>();
        for (Change change : backwardChanges(changeset)) {
            try {
                SqlStatement[] statements = changeset.hasCustomRollbackChanges()
                        ? change.generateStatements(database)
                        : change.generateRollbackStatements(database);
                sql.addAll(texts(statements, visitors));
            } catch (RollbackImpossibleException | RuntimeException e) {
                sql.add(unknown(change, e));
            }
        }
        return sql;
    }

    private List<Change> backwardChanges(ChangeSet changeset) {
        if (changeset.hasCustomRollbackChanges()) {
            return changeset.getRollback().getChanges().stream()
                    .filter(this::isForDatabase)
                    .filter(change -> !isEmpty(change))
                    .toList();
        }
        List<Change> reversed = new ArrayList<>(changeset.getChanges());
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    /** Whether Liquibase finds a way back, without looking at what the database holds now. */
    boolean canRollBack(ChangeSet changeset) {
        if (!Changesets.reversible(changeset, database)) {
            return false;
        }
        if (changeset.hasCustomRollbackChanges()) {
            return true;
        }
        for (Change change : changeset.getChanges()) {
            try {
                change.generateRollbackStatements(database);
            } catch (RollbackImpossibleException e) {
                return false;
            }
        }
        return true;
    }

    private boolean isForDatabase(Change change) {
        return !(change instanceof DbmsTargetedChange targeted)
                || DatabaseList.definitionMatches(targeted.getDbms(), database, true);
    }

    private static boolean isEmpty(Change change) {
        return change instanceof EmptyChange
                || (change instanceof RawSQLChange raw && "empty".equalsIgnoreCase(raw.getSql()));
    }

    private List<String> texts(SqlStatement[] statements, List<SqlVisitor> visitors) {
        List<String> texts = new ArrayList<>();
        for (SqlStatement statement : statements) {
            if (statement.skipOnUnsupported()
                    && !SqlGeneratorFactory.getInstance().supports(statement, database)) {
                continue;
            }
            Sql[] generated = SqlGeneratorFactory.getInstance().generateSql(statement, database);
            for (Sql sql : generated) {
                String text = sql.toSql();
                for (SqlVisitor visitor : visitors) {
                    text = visitor.modifySql(text, database);
                }
                texts.add(text);
            }
        }
        return texts;
    }

    private static String unknown(Change change, Exception cause) {
        return "-- " + change.getSerializedObjectName() + ": its SQL is known only when it runs ("
                + ChangelogProblems.sentence(cause) + ")";
    }
}
