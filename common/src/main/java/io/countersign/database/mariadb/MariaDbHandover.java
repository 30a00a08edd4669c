package io.countersign.database.mariadb;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Handover;
import io.countersign.database.WriteBarrier;
import io.countersign.database.jdbc.Rows;
import io.countersign.promotion.FreezePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A compound statement: first the one schema's privileges, then the sessions, then the other's. MySQL has none. */
final class MariaDbHandover implements Handover {
    /** Sessions that were being set up meanwhile appear within the first pause. */
    private static final String STATEMENT = """
            BEGIN NOT ATOMIC
                DECLARE turn INT DEFAULT 0;
                DECLARE remaining INT DEFAULT 1;
                DECLARE newest BIGINT;
                DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;
                %1$s
                SELECT MAX(ID) INTO newest FROM information_schema.PROCESSLIST;
                DO SLEEP(0.2);
                WHILE remaining > 0 AND turn < 500 DO
                    SET remaining = 0;
                    SET turn = turn + 1;
                    FOR one IN (SELECT ID FROM information_schema.PROCESSLIST
                                 WHERE DB IN (%2$s) AND ID <= newest AND ID NOT IN (%3$s) AND USER NOT IN (%4$s)) DO
                        SET remaining = remaining + 1;
                        KILL CONNECTION one.ID;
                    END FOR;
                    IF remaining > 0 THEN
                        DO SLEEP(0.02);
                    END IF;
                END WHILE;
                IF remaining > 0 THEN
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sessions cannot be ended';
                END IF;
                KILL CONNECTION %5$d;
            END
            """;

    private final MariaDbTarget from;
    private final MariaDbTarget to;

    private MariaDbHandover(MariaDbTarget from, MariaDbTarget to) {
        this.from = from;
        this.to = to;
    }

    /** Empty where they are on two servers, or no single account works on both. */
    static Optional<Handover> between(MariaDbTarget from, MariaDbTarget to) {
        return Seat.of(from).equals(Seat.of(to)) && from.asked("its product was read", MariaDbTarget::isMariaDb)
                ? Optional.of(new MariaDbHandover(from, to))
                : Optional.empty();
    }

    private record Seat(ServerIdentity server, String account) {
        static Seat of(MariaDbTarget target) {
            return target.asked(
                    "its server was asked",
                    connection -> new Seat(
                            ServerIdentity.of(connection),
                            Rows.first(connection, "SELECT CURRENT_USER()", row -> row.getString(1))
                                    .orElse("")));
        }
    }

    @Override
    public void run(
            Runnable turn, FreezeMeasures closing, FreezeMeasures opening, FreezePolicy policy, WriteBarrier barrier) {
        try (Connection connection = from.another()) {
            List<String> rights = new ArrayList<>(MariaDbFreezer.closing(closing));
            rights.addAll(MariaDbFreezer.opening(new Accounts(connection, to.schema()), opening));
            Set<Long> left = new TreeSet<>();
            left.add(Rows.first(connection, "SELECT CONNECTION_ID()", row -> row.getLong(1))
                    .orElseThrow());
            left.addAll(from.ownSessions());
            left.addAll(to.ownSessions());
            String statement = statement(rights, policy, barrier, left);
            barrier.linger();
            turn.run();
            Rows.execute(connection, statement);
        } catch (SQLException e) {
            throw from.errors().during("writers were handed over to " + to.name(), e);
        }
    }

    private String statement(List<String> rights, FreezePolicy policy, WriteBarrier barrier, Set<Long> left) {
        List<String> users = new ArrayList<>(List.of("system user", "event_scheduler"));
        policy.exceptions().forEach(name -> users.add(Accounts.user(name)));
        return STATEMENT.formatted(
                rights.stream().map(one -> one + ";").collect(Collectors.joining("\n    ")),
                Accounts.literal(from.schema()) + ", " + Accounts.literal(to.schema()),
                left.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                users.stream().map(Accounts::literal).collect(Collectors.joining(", ")),
                barrier.session());
    }
}
