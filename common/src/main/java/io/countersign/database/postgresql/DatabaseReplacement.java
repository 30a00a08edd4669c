package io.countersign.database.postgresql;

import io.countersign.database.Replacement;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A second database on the target's server; the two change names in one transaction. */
final class DatabaseReplacement implements Replacement {
    private final PostgresTarget target;
    private final String live;
    private final String incoming;
    private final String outgoing;
    private final TargetDatabase opened;
    private boolean closed;

    private DatabaseReplacement(PostgresTarget target, String live, TargetDatabase opened) {
        this.target = target;
        this.live = live;
        this.incoming = incoming(live);
        this.outgoing = outgoing(live);
        this.opened = opened;
    }

    static DatabaseReplacement create(PostgresTarget target, TargetDatabase original) {
        String live = target.database();
        prepare(target, server -> {
            server.createEmpty(incoming(live), live, original.connection());
            return true;
        });
        return opened(target, live);
    }

    /** @return empty where somebody had connected to the original meanwhile */
    static Optional<Replacement> duplicate(PostgresTarget target, String original) {
        String live = target.database();
        return prepare(target, server -> server.duplicate(incoming(live), original))
                ? Optional.of(opened(target, live))
                : Optional.empty();
    }

    private static boolean prepare(PostgresTarget target, Predicate<ServerDatabases> creation) {
        requireWhole(target);
        return withServer(target, server -> {
            if (!server.mayCreateDatabases()) {
                throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                        .found("The user of %s may not create databases.", target.name())
                        .expected("A user with the attribute CREATEDB: the copy is built beside the old database.")
                        .remedy("Have ALTER ROLE … CREATEDB run, or name credentials of a user who has it.")
                        .build();
            }
            return creation.test(server);
        });
    }

    private static DatabaseReplacement opened(PostgresTarget target, String live) {
        try {
            return new DatabaseReplacement(
                    target, live, TargetDatabases.connect(Maintenance.settingsFor(target, incoming(live))));
        } catch (CountersignException e) {
            drop(target, List.of(incoming(live)));
            throw e;
        }
    }

    private static void requireWhole(PostgresTarget target) {
        if (target.onlySchema().isPresent()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "%s is the schema %s of a database.",
                            target.name(), target.onlySchema().get())
                    .expected("A target that is a whole database: that is what is replaced.")
                    .remedy("Give the stage a database of its own.")
                    .build();
        }
    }

    static String incoming(String live) {
        return ServerDatabases.fitting(live + "_cs_clone");
    }

    static String outgoing(String live) {
        return ServerDatabases.fitting(live + "_cs_replaced");
    }

    @Override
    public TargetDatabase database() {
        return opened;
    }

    @Override
    public void takeOver() {
        opened.close();
        target.disconnectedWhile(() -> withServer(target, server -> {
            server.giveBelongings(live, incoming);
            try (Eviction eviction = Eviction.of(target, List.of(live, incoming))) {
                server.exchange(live, outgoing, incoming);
                eviction.end();
            }
            return true;
        }));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        opened.close();
        drop(target, List.of(incoming, outgoing));
    }

    private static void drop(PostgresTarget target, List<String> names) {
        withServer(target, server -> {
            names.forEach(server::drop);
            return true;
        });
    }

    static <T> T withServer(TargetDatabase target, Function<ServerDatabases, T> work) {
        try (Connection maintenance = Maintenance.open(target, "countersign")) {
            return work.apply(new ServerDatabases(maintenance, target.errors()));
        } catch (SQLException e) {
            throw target.errors().during("its server was asked", e);
        }
    }
}
