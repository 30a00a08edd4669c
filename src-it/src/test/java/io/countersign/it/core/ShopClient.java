package io.countersign.it.core;

import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * The application's own way into a database: an account that may read and write, and is not the one that deploys. That one is
 * given what it needs to freeze.
 */
record ShopClient(TestDatabase database) {
    private static final String PASSWORD = "for-the-shop-1";

    /** @param owner the one that deploys */
    static ShopClient of(Databases product, TestDatabase owner) {
        String user = owner.name() + "_shop";
        switch (product) {
            case POSTGRESQL -> {
                administer(
                        PostgresServer.shared().administration(),
                        "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'",
                        "GRANT pg_read_all_data, pg_write_all_data TO " + user,
                        "GRANT pg_signal_backend TO " + owner.user());
            }
            case MARIADB ->
                administer(
                        MariaDbServer.shared().administration(),
                        "CREATE USER '" + user + "'@'localhost' IDENTIFIED BY '" + PASSWORD + "'",
                        "GRANT ALL ON " + owner.name() + ".* TO '" + user + "'@'localhost' WITH GRANT OPTION",
                        "GRANT ALL ON " + owner.name() + ".* TO '" + owner.user() + "'@'localhost' WITH GRANT OPTION",
                        "GRANT SELECT ON mysql.* TO '" + owner.user() + "'@'localhost'",
                        "GRANT PROCESS, " + MariaDbServer.shared().connectionAdmin() + " ON *.* TO '" + owner.user()
                                + "'@'localhost'");
            case H2 -> {
                return new ShopClient(owner);
            }
        }
        return new ShopClient(new TestDatabase(owner.name(), owner.url(), user, PASSWORD));
    }

    private static void administer(TestDatabase database, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    /** Whether a new connection gets in. */
    boolean connects() {
        try (Connection connection = connect()) {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    boolean reads() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM book")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    boolean writes() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate("UPDATE book SET title = title WHERE id = 1") == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The ids of all books, as the shop sees them. */
    Set<Integer> books() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM book")) {
            Set<Integer> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
