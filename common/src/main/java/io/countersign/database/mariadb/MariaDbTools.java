package io.countersign.database.mariadb;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.backup.SearchPath;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's own command line tools. They are looked for in the directory that the system property
 * {@code countersign.mariadb.bin} or the environment variable {@code COUNTERSIGN_MARIADB_BIN} names, then on the PATH.
 *
 * @param dump mariadb-dump or mysqldump
 * @param client mariadb or mysql
 */
record MariaDbTools(Path dump, Path client) {
    static final String PROPERTY = "countersign.mariadb.bin";
    static final String VARIABLE = "COUNTERSIGN_MARIADB_BIN";

    static Optional<MariaDbTools> find() {
        return directories().stream()
                .flatMap(directory -> in(directory).stream())
                .findFirst();
    }

    private static Optional<MariaDbTools> in(Path directory) {
        return pair(directory, "mariadb-dump", "mariadb").or(() -> pair(directory, "mysqldump", "mysql"));
    }

    private static Optional<MariaDbTools> pair(Path directory, String dump, String client) {
        MariaDbTools tools = new MariaDbTools(directory.resolve(dump), directory.resolve(client));
        return Files.isExecutable(tools.dump) && Files.isExecutable(tools.client)
                ? Optional.of(tools)
                : Optional.empty();
    }

    private static List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).ifPresent(directories::add);
        Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).ifPresent(directories::add);
        directories.addAll(SearchPath.directories());
        return directories;
    }

    boolean ofMysql() {
        return dump.endsWith("mysqldump")
                && !dump.resolveSibling("mariadb-dump").toFile().exists();
    }

    /** Where the JDBC URL leads, as arguments; the password is not among them. */
    static List<String> connection(ConnectionSettings settings) {
        URI server = URI.create(
                "any" + settings.url().substring(settings.url().indexOf("://")).split("\\?", 2)[0]);
        List<String> arguments = new ArrayList<>();
        arguments.add("--host=" + Optional.ofNullable(server.getHost()).orElse("localhost"));
        arguments.add("--port=" + (server.getPort() < 0 ? 3306 : server.getPort()));
        arguments.add("--protocol=TCP");
        arguments.add("--default-character-set=utf8mb4");
        settings.user().ifPresent(user -> arguments.add("--user=" + user));
        return arguments;
    }

    static Map<String, String> environment(ConnectionSettings settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MYSQL_PWD", settings.password().reveal());
        return environment;
    }
}
