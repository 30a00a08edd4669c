package io.countersign.environment.mariadb;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.DatabaseCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Copies schemas of MariaDB and MySQL by SHOW CREATE and streams of rows. */
public final class MariaDbCopy implements DatabaseCopy {

    @Override
    public boolean suits(TargetDatabase source, TargetDatabase target) {
        return family(source).equals(family(target)) && family(source).matches("mariadb|mysql");
    }

    private static String family(TargetDatabase database) {
        return database.product().split(" ", 2)[0].toLowerCase(Locale.ROOT);
    }

    @Override
    public Snapshot snapshot(TargetDatabase source) {
        Connection connection = source.connection();
        try {
            spelling(connection);
            Rows.execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            source.begin();
            Rows.execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            return new MariaDbSnapshot(source);
        } catch (SQLException e) {
            source.rollback();
            throw source.errors().during("a snapshot of it was taken", e);
        }
    }

    /** Values are spelt the same on both sides; zeros are not new numbers, and odd dates stay what they are. */
    static void spelling(Connection connection) throws SQLException {
        Rows.execute(connection, "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'");
        Rows.execute(connection, "SET SESSION time_zone = '+00:00'");
    }
}
