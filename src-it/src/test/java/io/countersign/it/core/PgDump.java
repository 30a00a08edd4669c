package io.countersign.it.core;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.harness.PostgresServer;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL's own account of a schema, where the machine has a pg_dump that is not older than the server. */
final class PgDump {
    private PgDump() {}

    static void assumeFitting() {
        assumeThat(isFitting())
                .as("pg_dump is here and not older than the server")
                .isTrue();
    }

    static boolean isFitting() {
        try (Connection connection = PostgresServer.shared().administration().connect()) {
            return version() >= connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static int version() {
        try {
            String text = run(new ProcessBuilder("pg_dump", "--version"));
            return Integer.parseInt(text.replaceFirst("(?s).*\\(PostgreSQL\\) (\\d+).*", "$1"));
        } catch (UncheckedIOException e) {
            return 0; // the machine has none
        }
    }

    /** Without comments, publications, Countersign's own schema, and the names of the database's owner. */
    static List<String> schema(TestDatabase database) {
        return dump(database, "--schema-only");
    }

    /** Likewise with all rows, large objects and positions of sequences. */
    static List<String> content(TestDatabase database) {
        return dump(database, "--inserts");
    }

    /** All that a database of a server holds, Countersign's own schema too. */
    static String whole(PostgresServer server, TestDatabase database) {
        return run(new ProcessBuilder(
                "pg_dump",
                "--host=127.0.0.1",
                "--port=" + server.port(),
                "--username=" + server.administration().user(),
                database.name()));
    }

    private static List<String> dump(TestDatabase database, String what) {
        TestDatabase administration = PostgresServer.shared().administration();
        ProcessBuilder builder = new ProcessBuilder(
                "pg_dump",
                what,
                "--no-publications",
                "--exclude-schema=countersign",
                "--host=127.0.0.1",
                "--port=" + PostgresServer.shared().port(),
                "--username=" + administration.user(),
                database.name());
        return run(builder)
                .lines()
                .filter(line -> !line.startsWith("--") && !line.matches("\\\\(un)?restrict .*") && !line.isBlank())
                .map(line -> line.replace(database.user(), "the_owner"))
                .toList();
    }

    private static String run(ProcessBuilder builder) {
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(builder.command() + " failed");
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
