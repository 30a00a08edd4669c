package io.countersign.it.core;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A client that writes and reads all the time, wherever the application is live, and knows what was acknowledged to it. */
final class ShopTraffic implements AutoCloseable {
    private static final long PACE = Duration.ofMillis(1).toNanos();

    private final Supplier<ShopClient> live;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicBoolean writing;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong longestGap = new AtomicLong();
    private final CompletableFuture<Void> client;

    /** @param live where the application is live, asked for each connection */
    ShopTraffic(Supplier<ShopClient> live, boolean writing) {
        this.live = live;
        this.writing = new AtomicBoolean(writing);
        this.client = CompletableFuture.runAsync(this::run);
    }

    private void run() {
        int id = 1000;
        long last = System.nanoTime();
        while (going.get()) {
            ShopClient shop = live.get();
            try (Connection connection = shop.connect();
                    Statement reading = connection.createStatement();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO book (id, title) VALUES (?, 'Sanditon')")) {
                while (going.get() && live.get().equals(shop)) {
                    LockSupport.parkNanos(PACE);
                    reading.executeQuery("SELECT title FROM book WHERE id = 1").close();
                    reads.incrementAndGet();
                    if (writing.get()) {
                        id++;
                        insert.setInt(1, id);
                        insert.executeUpdate();
                        acknowledged.add(id);
                        long now = System.nanoTime();
                        longestGap.accumulateAndGet(now - last, Math::max);
                        last = now;
                    } else {
                        last = System.nanoTime();
                    }
                }
            } catch (SQLException e) {
                refused.incrementAndGet();
            }
        }
    }

    void write(boolean now) {
        writing.set(now);
    }

    /** Returns when it has gone on for a while: with writes where it writes, with reads otherwise. */
    void goOn() {
        Counter view = writing.get() ? acknowledged::size : reads::get;
        int before = view.get();
        Await.until(() -> view.get() > before + 20);
    }

    @FunctionalInterface
    private interface Counter {
        int get();
    }

    Set<Integer> acknowledged() {
        return acknowledged;
    }

    int refused() {
        return refused.get();
    }

    long longestGapMillis() {
        return longestGap.get() / 1_000_000;
    }

    /** Returns when nothing more is written or read. */
    void stop() {
        going.set(false);
        client.join();
    }

    @Override
    public void close() {
        stop();
    }
}
