package io.countersign.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest extends DatabaseServerTest {

    @Override
    DatabaseServer server() {
        return PostgresServer.shared();
    }

    @Test
    void is_one_server_for_the_whole_jvm() {
        assertThat(PostgresServer.shared()).isSameAs(PostgresServer.shared());
    }

    @Test
    void is_gone_once_closed_and_closing_again_is_harmless() {
        PostgresServer own = PostgresServer.start();
        TestDatabase database = own.newDatabase();
        own.close();
        own.close();
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    }
}
