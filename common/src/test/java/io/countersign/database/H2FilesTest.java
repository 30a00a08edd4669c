package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.secret.Secret;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FilesTest {
    @TempDir
    Path folder;

    @Test
    void are_not_compacted_when_they_are_closed() throws SQLException {
        assertThat(compactingMillis("")).isEqualTo("0");
    }

    @Test
    void are_compacted_where_the_url_says_so() throws SQLException {
        assertThat(compactingMillis(";max_compact_time=150")).isEqualTo("150");
    }

    private String compactingMillis(String options) throws SQLException {
        ConnectionSettings settings = new ConnectionSettings(
                "DEV/main",
                "jdbc:h2:file:" + folder.resolve("shop") + options,
                Optional.of("sa"),
                Secret.none(),
                Optional.empty(),
                Duration.ofSeconds(5));
        try (TargetDatabase target = TargetDatabases.connect(settings);
                Statement statement = target.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'MAX_COMPACT_TIME'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
