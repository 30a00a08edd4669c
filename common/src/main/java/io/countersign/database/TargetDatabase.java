package io.countersign.database;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An open connection to one target's database, with what differs between database products behind it. Not safe for use
 * by several threads. Obtained from {@link TargetDatabases#connect}.
 */
public interface TargetDatabase extends AutoCloseable {

    /** How messages call the target. */
    String name();

    /** The product and its version, for receipts: {@code PostgreSQL 15.19}. */
    String product();

    /** Whether a failed or killed transaction takes DDL back with it. */
    boolean transactionalDdl();

    /** The working connection, in auto-commit mode unless {@link #begin()} was called. */
    Connection connection();

    void begin();

    /** The number of the open transaction, by which its end can be asked for; empty where the product does not tell. */
    Optional<String> transaction();

    /** Whether a transaction was committed, by whomever; false while it is open, too. */
    boolean isCommitted(String transaction);

    void commit();

    /** Rolls back where a transaction is open; otherwise does nothing. */
    void rollback();

    /** Reads the schema by the working connection, so inside an open transaction it sees that transaction's changes. */
    SchemaInventory inventory();

    default Fingerprint fingerprint() {
        return inventory().fingerprint();
    }

    /** The schema the release changes, as the database spells it. */
    String schema();

    /** The ledger table's qualified, quoted name. */
    String ledgerTable();

    /** Whether the ledger table exists. */
    boolean hasLedger();

    /**
     * Creates the ledger table (and its schema where the product has one for it), unless it is there: columns {@code seq}
     * (64-bit integer, primary key), {@code hash} (64 characters, unique), {@code body} (text, kept to the byte) and
     * {@code inventory} (the same, may be null). Two sessions may do so at once.
     */
    void createLedger();

    /**
     * Takes the target's lock for the whole session.
     *
     * @param purpose for those who wait, for example {@code deploy bookshop 1.4.0 by alice@build7}
     * @param patience how long to wait while somebody else holds it; zero to answer at once
     * @param progress told who holds it while that lasts
     * @throws io.countersign.problem.CountersignException LOCK_HELD, saying who holds it and since when; INTERRUPTED
     */
    DatabaseLock lock(String purpose, Duration patience, Progress progress);

    /** {@link #lock(String, Duration, Progress)} without a word. */
    default DatabaseLock lock(String purpose, Duration patience) {
        return lock(purpose, patience, Progress.silent());
    }

    /** Who holds the lock now, where the database tells: a sentence. Empty while it is free. */
    Optional<String> lockHolder();

    /** The settings this was opened with, for tools that connect by themselves. */
    ConnectionSettings settings();

    /** Translates what {@link #connection()} throws. */
    SqlErrors errors();

    /**
     * What every table of the release's and its users' holds, sorted by name; the ledger and Liquibase's bookkeeping are none of
     * them. The server reads every row, by the working connection.
     */
    default List<TableContent> contents() {
        throw CountersignException.problem(ProblemCode.DATABASE_UNSUPPORTED)
                .found("%s cannot add up what the tables of %s hold.", product(), name())
                .expected("PostgreSQL, MariaDB or MySQL.")
                .remedy("Let both slots share one database.")
                .build();
    }

    /** To look twice in one session, and more quickly the second time where the product can tell what has not changed. */
    default ContentWatch watch() {
        return this::contents;
    }

    /** What hands out numbers here, and how far it is. Such positions are no part of what tables hold. */
    default List<NumberSource> numbers() {
        return List.of();
    }

    /**
     * Sees to it that no number is handed out here that another database has handed out before: what is behind it here is
     * advanced.
     *
     * @param elsewhere that database's; what does not exist here is passed over
     * @return what was advanced, as it is now
     */
    default List<NumberSource> advance(List<NumberSource> elsewhere) {
        return List.of();
    }

    /** @param table as {@link TableContent} names it; empty where there is no such table here */
    default Optional<TableShape> shape(String table) {
        return Optional.empty();
    }

    /** About how many bytes the data takes on the server's disk; 0 where the product does not tell. */
    long size();

    /** The ways of making backups that this product offers, the one that {@code auto} would take first. */
    List<BackupMethod> backupMethods(BackupPolicy policy);

    /** Keeps others out, for the length of an operation. */
    Freezer freezer();

    /**
     * Keeps everybody else from writing, for as long as this process lives.
     *
     * @return when nobody else can; empty, with the reason told, where this product or account has no means for that
     * @throws io.countersign.problem.CountersignException FREEZE_REFUSED where others do not come to an end with what they write
     */
    default Optional<WriteBarrier> barrier(FreezePolicy policy, Progress progress) {
        return Optional.empty();
    }

    /** What makes another database the one that is written to, in one statement; empty where none can. */
    default Optional<Handover> handover(TargetDatabase successor) {
        return Optional.empty();
    }

    /**
     * Does something that needs the database without anybody in it: closes the working connection before and opens a new
     * one behind, also where the work fails. A lock that is held stays held. Not to be used inside a transaction.
     */
    void disconnectedWhile(Runnable work);

    /** One more connection with the same settings, which the caller closes. */
    Connection another();

    /**
     * Begins an empty database beside this target, which can take its place.
     *
     * @param original whose encoding and sorting the new database gets
     * @throws io.countersign.problem.CountersignException CLONE_REFUSED where this target cannot be replaced
     */
    Replacement replacement(TargetDatabase original);

    /**
     * Has the server copy another of its databases, files and all, to take this target's place. Empty, with the reason told,
     * where that is impossible or would not give what a copy by rows gives.
     */
    default Optional<Replacement> twin(TargetDatabase original, Progress progress) {
        return Optional.empty();
    }

    /**
     * Removes what killed operations left beside this target. To be called under the lock.
     *
     * @return the names of what was removed
     */
    List<String> removeLeftovers();

    @Override
    void close();
}
