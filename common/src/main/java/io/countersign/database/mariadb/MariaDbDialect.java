package io.countersign.database.mariadb;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** MariaDB 10.6 and newer and MySQL 8, both by MariaDB's driver. */
public final class MariaDbDialect implements Dialect {
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";

    @Override
    public boolean accepts(String url) {
        return url.startsWith(MARIADB) || url.startsWith(MYSQL);
    }

    @Override
    public TargetDatabase connect(ConnectionSettings settings) {
        return new MariaDbTarget(connector(settings));
    }

    static Connector connector(ConnectionSettings settings) {
        Properties properties = new Properties();
        properties.setProperty(
                "connectTimeout",
                Long.toString(Math.max(1000, settings.timeout().toMillis())));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectionAttributes", "program_name:countersign");
        return new Connector(settings, (url, all) -> new Driver().connect(inOwnScheme(url), all), properties);
    }

    /** MariaDB's driver takes a {@code jdbc:mysql:} URL only under its own scheme. */
    private static String inOwnScheme(String url) {
        return url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    }
}
