package io.countersign.database.postgresql;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Handover;
import io.countersign.database.WriteBarrier;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Both settings change in one transaction, because a server has one catalogue of its databases. */
final class PostgresHandover implements Handover {
    /**
     * Sessions that were being set up at the commit appear within the pause; whoever comes later finds the new settings, a command
     * that recovers what was killed here among them. Of others' sessions it is not told when they began.
     */
    private static final String STATEMENT = """
            DO $countersign$
            DECLARE
                present integer[];
                remaining integer;
                committed timestamptz;
            BEGIN
                %1$s;
                %2$s;
                COMMIT;
                committed := pg_catalog.clock_timestamp();
                PERFORM pg_catalog.pg_sleep(0.2);
                present := ARRAY(
                    SELECT pid FROM pg_catalog.pg_stat_activity
                     WHERE datname IN (%3$s) AND usename IS NOT NULL AND usename NOT IN (%5$s) AND pid NOT IN (%4$s)
                       AND COALESCE(backend_type, 'client backend') = 'client backend'
                       AND COALESCE(backend_start <= committed, true));
                FOR turn IN 1..500 LOOP
                    PERFORM pg_catalog.pg_stat_clear_snapshot();
                    SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) INTO remaining
                      FROM pg_catalog.pg_stat_activity WHERE pid = ANY (present);
                    EXIT WHEN remaining = 0;
                    PERFORM pg_catalog.pg_sleep(0.02);
                END LOOP;
                IF remaining > 0 THEN
                    RAISE EXCEPTION '%% sessions cannot be ended', remaining;
                END IF;
                PERFORM pg_catalog.pg_terminate_backend(%6$s);
            END
            $countersign$
            """;

    private final PostgresTarget from;
    private final PostgresTarget to;
    private final PostgresTarget entitled;

    private PostgresHandover(PostgresTarget from, PostgresTarget to, PostgresTarget entitled) {
        this.from = from;
        this.to = to;
        this.entitled = entitled;
    }

    /** Empty where they are on two servers, or no single account may change both. */
    static Optional<Handover> between(PostgresTarget from, PostgresTarget to) {
        if (!from.server().equals(to.server())) {
            return Optional.empty();
        }
        if (from.actsAsOwnerOf(to.database())) {
            return Optional.of(new PostgresHandover(from, to, from));
        }
        return to.actsAsOwnerOf(from.database()) ? Optional.of(new PostgresHandover(from, to, to)) : Optional.empty();
    }

    @Override
    public void run(
            Runnable turn, FreezeMeasures closing, FreezeMeasures opening, FreezePolicy policy, WriteBarrier barrier) {
        try (Connection connection = entitled.another()) {
            Rows.execute(connection, "SET client_connection_check_interval = 0");
            Set<Long> left = new TreeSet<>();
            left.add(Rows.first(connection, "SELECT pg_catalog.pg_backend_pid()", row -> row.getLong(1))
                    .orElseThrow());
            from.ownProcesses().forEach(process -> left.add((long) process));
            to.ownProcesses().forEach(process -> left.add((long) process));
            String statement = statement(opening, policy, barrier, left);
            barrier.linger();
            turn.run();
            Rows.execute(connection, statement);
        } catch (SQLException e) {
            throw from.errors().during("writers were handed over to " + to.name(), e);
        }
    }

    private String statement(FreezeMeasures opening, FreezePolicy policy, WriteBarrier barrier, Set<Long> left) {
        return STATEMENT.formatted(
                PostgresFreezer.closing(from.database()),
                PostgresFreezer.opening(to.database(), opening),
                Identifiers.literal(from.database()) + ", " + Identifiers.literal(to.database()),
                left.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                // the list must not be empty, and nobody has no name
                policy.exceptions().stream()
                        .map(name -> ", " + Identifiers.literal(name))
                        .collect(Collectors.joining("", "''", "")),
                barrier.session());
    }
}
