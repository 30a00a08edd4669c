package io.countersign.database.postgresql;

import io.countersign.database.Replacement;
import io.countersign.database.jdbc.Rows;
import io.countersign.progress.Progress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A copy of one database beside another one of the same server, made by the server: many times faster than by rows. It is taken
 * only where it is the very copy that a transfer of rows would give, with the same owner and nothing in it that is left out.
 */
final class DatabaseTwin {
    private static final String OWNER = """
            SELECT d.datdba FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
            """;
    /** What a copy by rows leaves out, because it would act by itself or open ways elsewhere. */
    private static final String BEYOND = """
            SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_publication) OR EXISTS (SELECT 1 FROM pg_catalog.pg_user_mappings)
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_subscription_rel)
                OR EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE reltablespace <> 0 AND oid >= 16384)
            """;

    private final PostgresTarget target;
    private final PostgresTarget original;

    DatabaseTwin(PostgresTarget target, PostgresTarget original) {
        this.target = target;
        this.original = original;
    }

    Optional<Replacement> make(Progress progress) {
        if (!target.server().equals(original.server())) {
            return Optional.empty();
        }
        Optional<String> obstacle = obstacle();
        if (obstacle.isEmpty()) {
            progress.info("Having the server copy " + original.name() + " as it is");
            Optional<Replacement> twin = copied();
            if (twin.isPresent()) {
                return twin;
            }
            obstacle = Optional.of("somebody connected to it meanwhile");
        }
        progress.info("The server cannot copy " + original.name() + " by itself: " + obstacle.get());
        return Optional.empty();
    }

    private Optional<String> obstacle() {
        String name = original.database();
        if (!read(target, OWNER).equals(read(original, OWNER))) {
            return Optional.of("the two databases have different owners");
        }
        if (read(original, BEYOND).equals("t")) {
            return Optional.of("it has publications, subscriptions, user mappings or tablespaces, which are left out");
        }
        // a template that everybody may copy is none of the stages' databases
        if (!target.actsAsOwnerOf(name)) {
            return Optional.of("the user of " + target.name() + " does not own it");
        }
        List<String> others = DatabaseReplacement.withServer(
                target,
                server -> server.sessions(name, Set.of(Integer.valueOf(read(original, "SELECT pg_backend_pid()")))));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("others are connected to it: " + String.join(", ", others));
    }

    /** The server copies only what nobody is connected to, not even this. */
    private Optional<Replacement> copied() {
        String name = original.database();
        AtomicReference<Optional<Replacement>> twin = new AtomicReference<>(Optional.empty());
        original.disconnectedWhile(() -> twin.set(DatabaseReplacement.duplicate(target, name)));
        return Objects.requireNonNull(twin.get());
    }

    private static String read(PostgresTarget database, String question) {
        return database.asked(
                "its server was asked",
                connection -> Rows.first(connection, question, row -> row.getString(1))
                        .orElse(""));
    }
}
