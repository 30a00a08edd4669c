package io.countersign.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MariaDbServerTest extends DatabaseServerTest {

    @Override
    DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Test
    void is_gone_once_closed_and_closing_again_is_harmless() {
        MariaDbServer own = MariaDbServer.start();
        TestDatabase database = own.newDatabase();
        Path dump = own.dump();
        own.close();
        own.close();
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
        assertThat(dump).doesNotExist();
    }

    @Test
    void shows_one_database_nothing_of_another() {
        TestDatabase mine = MariaDbServer.shared().newDatabase();
        TestDatabase foreign = MariaDbServer.shared().newDatabase();
        assertThatThrownBy(() -> {
                    try (Connection connection = mine.connect()) {
                        run(connection, "CREATE TABLE " + foreign.name() + ".intruder (id INT)");
                    }
                })
                .isInstanceOf(SQLException.class);
    }

    @Test
    void brings_the_tools_that_dump_and_load_its_databases() throws SQLException, IOException, InterruptedException {
        MariaDbServer server = MariaDbServer.shared();
        TestDatabase database = server.newDatabase();
        try (Connection connection = database.connect()) {
            run(connection, "CREATE TABLE book (title VARCHAR(80))");
        }
        ProcessBuilder dump = new ProcessBuilder(
                        server.dump().toString(),
                        "--no-defaults",
                        "--protocol=tcp",
                        "--skip-ssl-verify-server-cert",
                        "--host=127.0.0.1",
                        "--port=" + server.port(),
                        "--user=" + database.user(),
                        database.name())
                .redirectErrorStream(true);
        dump.environment().put("MYSQL_PWD", database.password());
        Process process = dump.start();
        String dumped = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(dumped).isZero();
        assertThat(dumped).contains("CREATE TABLE `book`");
        assertThat(server.client()).isExecutable();
    }
}
