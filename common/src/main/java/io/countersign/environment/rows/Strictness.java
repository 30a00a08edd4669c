package io.countersign.environment.rows;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets MariaDB and MySQL refuse a value that does not fit, in whose place they would write another one. For masked tables alone:
 * what came from a source as it is may be what a server that is strict would not take, and is compared afterwards.
 */
final class Strictness {
    private final Connection connection;
    private final Optional<String> before;

    private Strictness(Connection connection, Optional<String> before) {
        this.connection = connection;
        this.before = before;
    }

    /** @param masked whether values are written that were not read */
    static Strictness of(TargetDatabase target, boolean masked) throws SQLException {
        Connection connection = target.connection();
        if (!masked || !target.product().toLowerCase(Locale.ROOT).matches("(?:mariadb|mysql).*")) {
            return new Strictness(connection, Optional.empty());
        }
        String mode = Rows.first(connection, "SELECT @@SESSION.sql_mode", row -> row.getString(1))
                .orElseThrow();
        Rows.execute(connection, "SET SESSION sql_mode = '" + mode + ",STRICT_ALL_TABLES'");
        return new Strictness(connection, Optional.of(mode));
    }

    /** The session is as it was before. */
    void end() throws SQLException {
        if (before.isPresent()) {
            Rows.execute(connection, "SET SESSION sql_mode = '" + before.get() + "'");
        }
    }
}
