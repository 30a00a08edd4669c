package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.CloneCommand;
import io.countersign.command.CloneInput;
import io.countersign.command.CloneResult;
import io.countersign.command.KeyInput;
import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies between targets that stand in no file: a database knows them. */
class CopiesTargetsOfACatalogueTest {
    @TempDir
    Path folder;

    @Test
    void a_copy_finds_both_its_ends_in_the_catalogues_of_their_stages() throws IOException, SQLException {
        TestDatabase catalogue = database("catalogue");
        TestDatabase first = database("first");
        TestDatabase second = database("second");
        TestDatabase copy = database("copy");
        execute(
                second,
                "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(40))",
                "INSERT INTO book VALUES (1, 'Emma')");
        execute(
                catalogue,
                "CREATE TABLE shop (stage VARCHAR(9), name VARCHAR(9), url VARCHAR(400))",
                "INSERT INTO shop VALUES ('PRD', 'first', '" + first.url() + "'), ('PRD', 'second', '" + second.url()
                        + "'), ('QAT', 'copy', '" + copy.url() + "')");
        File stages = Files.writeString(
                        folder.resolve("stages.yml"),
                        "version: 1\nstages:\n" + stage("QAT", catalogue) + stage("PRD", catalogue))
                .toFile();
        HostContext context = HostContext.of(
                "ada@desk", Map.of("SHOP_USER", first.user(), "SHOP_PASSWORD", first.password()), Progress.silent());

        CountersignException unnamed = catchThrowableOfType(
                CountersignException.class,
                () -> clone(stages, Optional.empty()).execute(context));
        CloneResult made = clone(stages, Optional.of("second")).execute(context);

        assertThat(unnamed.code()).isEqualTo(ProblemCode.TARGET_UNKNOWN);
        assertThat(unnamed.problem().expected()).contains("first, second");
        assertThat(unnamed.problem().remedy()).contains("-Dcountersign.fromTarget=NAME");
        assertThat(made.receipt().source()).isEqualTo("PRD/second");
        assertThat(made.receipt().target()).isEqualTo("QAT/copy");
        assertThat(made.receipt().rows()).isEqualTo(1);
    }

    private TestDatabase database(String name) {
        return new TestDatabase(name, "jdbc:h2:file:" + folder.resolve(name), "shops", "for-all-shops-1");
    }

    private static CloneCommand clone(File stages, Optional<String> from) {
        return new CloneCommand(new CloneInput(stages, "PRD", from, "QAT", Optional.empty()), KeyInput.NONE, 0);
    }

    private static String stage(String name, TestDatabase catalogue) {
        return """
                  - name: %1$s
                    after: none
                    preliminary: false
                    backup: { directory: backups }
                    targets-query:
                      url: "%2$s"
                      credentials: { environment: { user: SHOP_USER, password: SHOP_PASSWORD } }
                      sql: SELECT name, url FROM shop WHERE stage = '%1$s' ORDER BY name
                      target-credentials: { environment: { user: SHOP_USER, password: SHOP_PASSWORD } }
                """.formatted(name, catalogue.url());
    }

    private static void execute(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
