package io.countersign.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What every kind of server promises. */
abstract class DatabaseServerTest {

    abstract DatabaseServer server();

    @Test
    void gives_each_test_an_empty_database_of_its_own() throws SQLException {
        TestDatabase one = server().newDatabase();
        TestDatabase other = server().newDatabase();
        try (Connection first = one.connect();
                Connection second = other.connect()) {
            run(first, "CREATE TABLE book (title VARCHAR(80))");
            run(first, "INSERT INTO book VALUES ('Ünïcode ✓')");
            run(second, "CREATE TABLE book (title VARCHAR(80))");
            assertThat(titles(first)).isEqualTo("Ünïcode ✓");
            assertThat(titles(second)).isEmpty();
        }
    }

    @Test
    void keeps_the_data_after_the_last_connection_ended() throws SQLException {
        TestDatabase database = server().newDatabase();
        try (Connection connection = database.connect()) {
            run(connection, "CREATE TABLE book (title VARCHAR(80))");
            run(connection, "INSERT INTO book VALUES ('kept')");
        }
        try (Connection connection = database.connect()) {
            assertThat(titles(connection)).isEqualTo("kept");
        }
    }

    @Test
    void refuses_a_wrong_password() {
        TestDatabase database = server().newDatabase();
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "wrong"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void keeps_the_password_out_of_what_is_printed() {
        TestDatabase database = server().newDatabase();
        assertThat(database.toString()).contains(database.name()).doesNotContain(database.password());
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String titles(Connection connection) throws SQLException {
        StringBuilder titles = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT title FROM book")) {
            while (rows.next()) {
                titles.append(rows.getString(1));
            }
        }
        return titles.toString();
    }
}
