package io.countersign.database.liquibase;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.exception.DatabaseException;

/**
 * Plain SQL changesets that are sent to PostgreSQL together, which saves a round trip for each. Where one of them fails,
 * all are taken back to the savepoint before them and the caller runs them one by one; so a failure is told as ever.
 */
final class PlainBatch {
    /** The server is to begin at once, not when fifty have been put together by a JVM that is still warming up. */
    private static final int FIRST_CHANGESETS = 5;

    private static final int MOST_CHANGESETS = 50;
    private static final int MOST_CHARACTERS = 100_000;

    private final List<ChangeSet> changesets = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final StringBuilder script = new StringBuilder();
    private final int most;

    private PlainBatch(int most) {
        this.most = most;
    }

    /** The first one on its way. */
    static PlainBatch first() {
        return new PlainBatch(FIRST_CHANGESETS);
    }

    static PlainBatch next() {
        return new PlainBatch(MOST_CHANGESETS);
    }

    void add(ChangeSet changeset, List<String> statements) {
        keys.add(Changesets.key(changeset));
        changesets.add(changeset);
        statements.forEach(text -> script.append(text).append(";\n"));
    }

    boolean isEmpty() {
        return changesets.isEmpty();
    }

    boolean isFull() {
        return changesets.size() >= most || script.length() >= MOST_CHARACTERS;
    }

    boolean holdsTwinOf(ChangeSet changeset) {
        return keys.contains(Changesets.key(changeset));
    }

    List<ChangeSet> changesets() {
        return List.copyOf(changesets);
    }

    /** Sends everything; false where something failed and nothing of it is left. */
    boolean send(SteadyPostgres database) throws DatabaseException {
        if (script.isEmpty()) {
            return true;
        }
        database.protect();
        try (Statement statement = database.jdbc().createStatement()) {
            statement.execute(script.toString());
        } catch (SQLException e) {
            database.rollback(); // the failure comes again, and is told, when they run one by one
            database.unprotect();
            return false;
        }
        database.unprotect();
        return true;
    }
}
