package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A shop that writes and reads all the time, as an application with a pool does: a connection that fails is replaced. */
final class Traffic implements AutoCloseable {
    private static final int FIRST_ID = 1000;
    private static final int SOME = 20;

    private final ShopClient shop;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Map<Integer, Instant> acknowledged = new ConcurrentSkipListMap<>();
    private final Set<Instant> refused = new ConcurrentSkipListSet<>();
    private final Set<Instant> read = new ConcurrentSkipListSet<>();
    private final CompletableFuture<Void> clients;

    Traffic(ShopClient shop) {
        this.shop = shop;
        this.clients = CompletableFuture.allOf(
                CompletableFuture.runAsync(this::write), CompletableFuture.runAsync(this::read));
    }

    private void write() {
        int id = FIRST_ID;
        while (going.get()) {
            try (Connection connection = shop.connect();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO book (id, title) VALUES (?, 'Sanditon')")) {
                while (going.get()) {
                    id++;
                    insert.setInt(1, id);
                    insert.executeUpdate();
                    acknowledged.put(id, Instant.now());
                }
            } catch (SQLException e) {
                refused.add(Instant.now());
            }
        }
    }

    private void read() {
        while (going.get()) {
            try (Connection connection = shop.connect();
                    Statement statement = connection.createStatement()) {
                while (going.get()) {
                    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM book")) {
                        rows.next();
                        read.add(Instant.now());
                    }
                }
            } catch (SQLException e) {
                // ended with the other sessions; the next one reads on, and what it reads counts
                Thread.onSpinWait();
            }
        }
    }

    /** Returns when some more writes were acknowledged and some more reads answered. */
    void awaitSome() {
        int writes = acknowledged.size();
        int reads = read.size();
        Await.until(() -> acknowledged.size() > writes + SOME && read.size() > reads + SOME);
    }

    /** To be asked when it has stopped, as the rest. */
    List<Instant> writes() {
        return acknowledged.values().stream().sorted().toList();
    }

    List<Instant> refusedWrites() {
        return List.copyOf(refused);
    }

    List<Instant> reads() {
        return List.copyOf(read);
    }

    /** The longest time between two of these. */
    static Duration longestPause(List<Instant> moments) {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < moments.size(); i++) {
            Duration pause = Duration.between(moments.get(i - 1), moments.get(i));
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        return longest;
    }

    void expectNothingLost() {
        List<Integer> lost = new ArrayList<>(acknowledged.keySet());
        lost.removeAll(shop.books());
        assertThat(lost).as("acknowledged writes that are lost").isEmpty();
    }

    @Override
    public void close() {
        going.set(false);
        clients.join();
    }
}
