package io.countersign.database.postgresql;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.SqlErrors;
import io.countersign.database.backup.Printed;
import io.countersign.database.backup.SearchPath;
import io.countersign.database.backup.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * PostgreSQL's own pg_dump and psql, not older than the server: an older pg_dump refuses it.
 *
 * @param directory where both are
 * @param majorVersion theirs
 */
record PostgresTools(Path directory, int majorVersion) {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** The tools on the PATH first, then those that Debian keeps apart by version; the newest that is new enough. */
    static Optional<PostgresTools> find(int serverMajor, SqlErrors errors) {
        return candidates().stream()
                .flatMap(directory ->
                        version(directory, errors).stream().map(version -> new PostgresTools(directory, version)))
                .filter(tools -> tools.majorVersion >= serverMajor)
                .findFirst();
    }

    private static List<Path> candidates() {
        List<Path> directories = new ArrayList<>(SearchPath.directories());
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted((one, other) -> number(other) - number(one))
                        .forEach(version -> directories.add(version.resolve("bin")));
            } catch (IOException e) {
                return directories; // a folder that cannot be listed offers no tools
            }
        }
        return directories.stream()
                .filter(directory -> Files.isExecutable(directory.resolve("pg_dump"))
                        && Files.isExecutable(directory.resolve("psql")))
                .toList();
    }

    private static int number(Path version) {
        String name = String.valueOf(version.getFileName());
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
    }

    private static Optional<Integer> version(Path directory, SqlErrors errors) {
        Printed printed = new Printed();
        new ToolRun(List.of(directory.resolve("pg_dump").toString(), "--version"), Map.of(), errors)
                .run(ToolRun.Feed.NOTHING, printed);
        Matcher version = VERSION.matcher(printed.lastLine());
        return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    }

    String command(String name) {
        return directory.resolve(name).toString();
    }

    /** How the tools find the server that the JDBC URL means, as libpq's environment variables. */
    static Map<String, String> environment(ConnectionSettings settings, String database) {
        Properties url = Optional.ofNullable(Driver.parseURL(settings.url(), new Properties()))
                .orElseThrow(() -> new IllegalStateException("a URL that the driver connected with can be parsed"));
        Map<String, String> environment = new HashMap<>();
        environment.put("PGHOST", url.getProperty("PGHOST", "localhost"));
        environment.put("PGPORT", url.getProperty("PGPORT", "5432"));
        environment.put("PGDATABASE", database);
        environment.put("PGAPPNAME", "countersign");
        environment.put(
                "PGCONNECT_TIMEOUT",
                Long.toString(Math.max(2, settings.timeout().toSeconds())));
        environment.put("PGCLIENTENCODING", "UTF8");
        settings.user()
                .or(() -> Optional.ofNullable(url.getProperty("user")))
                .ifPresent(user -> environment.put("PGUSER", user));
        environment.put("PGPASSWORD", settings.password().reveal());
        Optional.ofNullable(url.getProperty("sslmode")).ifPresent(mode -> environment.put("PGSSLMODE", mode));
        Optional.ofNullable(url.getProperty("sslrootcert")).ifPresent(file -> environment.put("PGSSLROOTCERT", file));
        Optional.ofNullable(url.getProperty("sslcert")).ifPresent(file -> environment.put("PGSSLCERT", file));
        return environment;
    }
}
