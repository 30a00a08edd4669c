package io.countersign.database.liquibase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawSqlStatement;

/**
 * Tells the changesets that are nothing but SQL to be sent as it is: without preconditions, modifications or anything else
 * that Liquibase does around it. Their statements may be sent together.
 */
final class PlainSql {
    /** A text with one of these may not be what it seems when it stands next to others: comments, quotes, escapes. */
    private static final List<String> SPECIAL =
            List.of("--", "/*", "$", "\\", "{", "?", "databasechangelog", "countersign");

    private final Database database;

    PlainSql(Database database) {
        this.database = database;
    }

    /** The statements; empty where the changeset is not plain. */
    Optional<List<String>> statements(ChangeSet changeset) {
        boolean bare = changeset.isRunInTransaction()
                && changeset.getPreconditions() == null
                && !Boolean.FALSE.equals(changeset.getFailOnError())
                && changeset.getOnValidationFail() == ChangeSet.ValidationFailOption.HALT
                && changeset.getRunWith() == null
                && changeset.getSqlVisitors().isEmpty()
                && !changeset.getChanges().isEmpty()
                && changeset.getChanges().stream().allMatch(this::isBare);
        return bare ? texts(changeset) : Optional.empty();
    }

    private boolean isBare(Change change) {
        boolean script = change.getClass() == RawSQLChange.class || change.getClass() == SQLFileChange.class;
        return script
                && change.shouldRunOnOs()
                && DatabaseList.definitionMatches(((AbstractSQLChange) change).getDbms(), database, true);
    }

    @SuppressWarnings("deprecation") // it is still what Liquibase's own sql changes generate
    private Optional<List<String>> texts(ChangeSet changeset) {
        List<String> texts = new ArrayList<>();
        for (Change change : changeset.getChanges()) {
            for (SqlStatement statement : change.generateStatements(database)) {
                if (!(statement instanceof RawSqlStatement raw) || !standsAlone(raw.getSql())) {
                    return Optional.empty();
                }
                texts.add(raw.getSql());
            }
        }
        return Optional.of(texts);
    }

    /** Whether the text is complete in itself, so that a neighbour can neither finish nor swallow it. */
    static boolean standsAlone(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        return SPECIAL.stream().noneMatch(lower::contains) && !TransactionControl.mayBeIn(sql) && quotesAreClosed(sql);
    }

    private static boolean quotesAreClosed(String sql) {
        char open = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (open != 0) {
                open = c == open ? 0 : open;
            } else if (c == '\'' || c == '"') {
                open = c;
            }
        }
        return open == 0;
    }
}
