package io.countersign.database.liquibase;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.UnexpectedLiquibaseException;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase's DATABASECHANGELOG of one target for one operation, with an index instead of a scan for every changeset.
 *
 * <p>Two things depend on the mode: when reading, nothing is ever created or written; and inside one transaction rows are
 * held back and sent in batches, since nobody else can see them before the commit.
 */
final class History extends StandardChangeLogHistoryService {

    /** What may be done with the table. */
    enum Mode {
        READ,
        WRITE,
        WRITE_IN_BATCHES
    }

    private final Mode mode;
    private final HistoryTable table;
    private final HistoryBatch batch;
    private final List<RanChangeSet> ran = new ArrayList<>();
    private final Map<String, RanChangeSet> index = new HashMap<>();
    private boolean loaded;
    private boolean ready;
    private boolean batching;
    private boolean stopped;

    History(Database database, Mode mode) {
        this.mode = mode;
        this.table = HistoryTable.changes(database);
        this.batch = new HistoryBatch(database, table);
        setDatabase(database);
    }

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE + 100;
    }

    @Override
    public boolean supports(Database database) {
        return database == getDatabase();
    }

    @Override
    public boolean hasDatabaseChangeLogTable() {
        try {
            return table.exists();
        } catch (SQLException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    /** Creates or completes the table; does nothing when reading. */
    @Override
    public void init() throws DatabaseException {
        if (mode == Mode.READ || ready) {
            return;
        }
        try {
            if (mode == Mode.WRITE) {
                super.init();
            } else {
                boolean existed = table.exists();
                if (!existed) {
                    HistoryCreation.create(getDatabase());
                } else if (!table.isCurrent()) {
                    super.init();
                }
                batching = !table.isReadByRoutines();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        ready = true;
    }

    @Override
    public void reset() {
        // one operation, one history: what is known stays true
    }

    @Override
    public List<RanChangeSet> getRanChangeSets() throws DatabaseException {
        if (!loaded) {
            if (ready || hasDatabaseChangeLogTable()) {
                super.getRanChangeSets().forEach(this::remember);
            }
            loaded = true;
        }
        return Collections.unmodifiableList(ran);
    }

    private void remember(RanChangeSet changeset) {
        ran.add(changeset);
        index.putIfAbsent(
                Changesets.key(changeset.getChangeLog(), changeset.getId(), changeset.getAuthor()), changeset);
    }

    Optional<RanChangeSet> find(ChangeSet changeset) throws DatabaseException {
        getRanChangeSets();
        return Optional.ofNullable(index.get(Changesets.key(changeset)));
    }

    @Override
    public @Nullable RanChangeSet getRanChangeSet(ChangeSet changeset) throws DatabaseException {
        return find(changeset).orElse(null);
    }

    @Override
    public void setExecType(ChangeSet changeset, ChangeSet.ExecType type) throws DatabaseException {
        boolean newRow = type == ChangeSet.ExecType.EXECUTED || type == ChangeSet.ExecType.MARK_RAN;
        if (batching && newRow) {
            batch.add(changeset, type);
        } else {
            flush();
            super.setExecType(changeset, type);
        }
        getRanChangeSets();
        remember(new RanChangeSet(changeset, type, null, null));
    }

    @Override
    public void removeFromHistory(ChangeSet changeset) throws DatabaseException {
        flush();
        super.removeFromHistory(changeset);
        RanChangeSet gone = index.remove(Changesets.key(changeset));
        ran.remove(gone);
    }

    @Override
    public void replaceChecksum(ChangeSet changeset) throws DatabaseException {
        if (mode != Mode.READ) {
            flush();
            super.replaceChecksum(changeset);
            find(changeset).ifPresent(row -> row.setLastCheckSum(changeset.getStoredCheckSum()));
        }
    }

    @Override
    public void replaceFilePath(ChangeSet changeset, String oldPath) throws DatabaseException {
        if (mode != Mode.READ) {
            flush();
            super.replaceFilePath(changeset, oldPath);
        }
    }

    @Override
    public void tag(String tag) throws DatabaseException {
        flush();
        super.tag(tag);
    }

    /** Whether rows are held back, so that nothing minds that they come later than their changesets. */
    boolean isBatching() {
        return batching;
    }

    /** Sends the rows that were held back. */
    void flush() throws DatabaseException {
        batch.send(this);
    }

    /** To be called now and then while nobody uses the connection: more rows than a batch takes are not to be held back. */
    void flushFull() throws DatabaseException {
        if (batch.isFull()) {
            flush();
        }
    }

    /** Runs something outside a transaction, where each row must follow its changeset at once. */
    void outside(TransactionPhases.Step step) throws Exception {
        boolean before = batching;
        batching = false;
        try {
            step.run();
        } finally {
            batching = before && !stopped;
        }
    }

    /** Ends holding back for good: something may read the table in a way that can't be seen from here. */
    void stopBatching() throws DatabaseException {
        flush();
        batching = false;
        stopped = true;
    }
}
