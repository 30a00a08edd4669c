package io.countersign.database.liquibase;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import liquibase.changelog.ChangeSet;
import liquibase.exception.DatabaseException;

/**
 * Batches of plain changesets on their way: while the server works on one, the next is put together. The connection belongs
 * to the one that is under way until it is {@link #settle settled}.
 */
final class PlainBatches {
    private final SteadyPostgres database;
    private final PlainSql plain;
    private PlainBatch filling = PlainBatch.first();
    private Optional<Sending> underWay = Optional.empty();

    PlainBatches(SteadyPostgres database) {
        this.database = database;
        this.plain = new PlainSql(database);
    }

    private record Sending(PlainBatch batch, CompletableFuture<Sent> end) {}

    /**
     * What became of a batch.
     *
     * @param whole whether the server took it; nothing of it is left otherwise
     */
    record Sent(List<ChangeSet> changesets, boolean whole, Duration took) {}

    /** Takes a changeset in, where it is plain and no twin of one that waits, which would not be new behind that. */
    boolean takes(ChangeSet changeset) {
        boolean twin = filling.holdsTwinOf(changeset)
                || underWay.filter(sending -> sending.batch().holdsTwinOf(changeset))
                        .isPresent();
        Optional<List<String>> statements = twin ? Optional.empty() : plain.statements(changeset);
        statements.ifPresent(texts -> filling.add(changeset, texts));
        return statements.isPresent();
    }

    boolean isFull() {
        return filling.isFull();
    }

    /** Begins to send what was taken in. What was sent before has to be settled. */
    void send() {
        if (underWay.isPresent()) {
            throw new IllegalStateException("one batch is under way");
        }
        if (!filling.isEmpty()) {
            PlainBatch batch = filling;
            filling = PlainBatch.next();
            underWay = Optional.of(new Sending(
                    batch, CompletableFuture.supplyAsync(() -> sent(batch), PlainBatches::onThreadOfItsOwn)));
        }
    }

    private static void onThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "countersign-changes");
        thread.setDaemon(true);
        thread.start();
    }

    private Sent sent(PlainBatch batch) {
        long begun = System.nanoTime();
        try {
            boolean whole = batch.send(database);
            return new Sent(batch.changesets(), whole, Duration.ofNanos(System.nanoTime() - begun));
        } catch (DatabaseException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Waits for the batch under way. An interruption does not end the waiting, because the connection is in use until then; it
     * is remembered.
     */
    Optional<Sent> settle() throws DatabaseException {
        Optional<Sending> awaited = underWay;
        underWay = Optional.empty();
        try {
            return awaited.map(sending -> sending.end().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof DatabaseException broken) {
                throw broken;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** For whoever goes no further, and takes the transaction back: it may be done once the connection is free. */
    void abandon() {
        underWay.ifPresent(
                sending -> sending.end().handle((sent, failure) -> false).join());
        underWay = Optional.empty();
    }
}
