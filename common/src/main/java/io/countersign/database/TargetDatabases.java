package io.countersign.database;

import io.countersign.database.generic.GenericDialect;
import io.countersign.database.h2.H2Dialect;
import io.countersign.database.mariadb.MariaDbDialect;
import io.countersign.database.postgresql.PostgresDialect;
import java.util.List;
import java.util.Optional;

/** Opens targets. The product is told by the JDBC URL; what no dialect claims is treated by plain JDBC. */
public final class TargetDatabases {
    private static final List<Dialect> DIALECTS =
            List.of(new PostgresDialect(), new MariaDbDialect(), new H2Dialect(), new GenericDialect());

    private TargetDatabases() {}

    /**
     * Connects.
     *
     * @throws io.countersign.problem.CountersignException DATABASE_UNREACHABLE, DATABASE_LOGIN_REFUSED,
     *     DATABASE_UNSUPPORTED where no driver is at hand or the server is too old, LOCK_HELD where an embedded database
     *     is open in another process, DATABASE_FAILED
     */
    public static TargetDatabase connect(ConnectionSettings settings) {
        return dialect(settings).connect(settings);
    }

    /** As {@link #connect}, but empty where connecting would create the database, as with an embedded one. */
    public static Optional<TargetDatabase> find(ConnectionSettings settings) {
        return dialect(settings).find(settings);
    }

    /** As {@link #connect}, for those who only look: one that is not there yet is shown as an empty one. */
    public static TargetDatabase look(ConnectionSettings settings) {
        return dialect(settings).look(settings);
    }

    private static Dialect dialect(ConnectionSettings settings) {
        return DIALECTS.stream()
                .filter(dialect -> dialect.accepts(settings.url()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the last dialect accepts every URL"));
    }
}
