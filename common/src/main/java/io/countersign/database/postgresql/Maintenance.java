package io.countersign.database.postgresql;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to the server without being connected to the target: PostgreSQL's maintenance database {@code postgres}. */
final class Maintenance {
    private static final Pattern URL = Pattern.compile("jdbc:postgresql:(//[^/?]*/?)?([^?]*)(\\?.*)?");
    private static final String DATABASE = "postgres";

    private Maintenance() {}

    static Connection open(TargetDatabase target, String applicationName) {
        return PostgresDialect.connector(target.settings(), applicationName)
                .open(urlOf(target.settings().url(), DATABASE));
    }

    /** The way into another database of the target's server, as a whole. */
    static ConnectionSettings settingsFor(TargetDatabase target, String database) {
        ConnectionSettings settings = target.settings();
        return new ConnectionSettings(
                settings.name(),
                urlOf(settings.url(), database),
                settings.user(),
                settings.password(),
                settings.schema(),
                settings.timeout());
    }

    /** The URL of another database on the same server. */
    static String urlOf(String url, String database) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException("a URL that the driver connected with has the driver's form");
        }
        String authority = parts.group(1) == null ? "" : parts.group(1);
        if (!authority.isEmpty() && !authority.endsWith("/")) {
            authority += "/";
        }
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql:" + authority + name + (parts.group(3) == null ? "" : parts.group(3));
    }
}
