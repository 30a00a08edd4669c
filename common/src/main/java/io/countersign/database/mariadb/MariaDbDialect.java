package io.countersign.database.mariadb;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** MariaDB 10.6 and newer and MySQL 8, both by MariaDB's driver. */
public final class MariaDbDialect implements Dialect {
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";
    private static final String NO_KEY = "S1009";

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
        return new Connector(settings, MariaDbDialect::connect, properties);
    }

    /** MySQL's accounts want their passwords encrypted, and the driver says so by the name of an option that few should set. */
    private static Connection connect(String url, Properties properties) throws SQLException {
        try {
            return new Driver().connect(inOwnScheme(url), properties);
        } catch (SQLException e) {
            if (NO_KEY.equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains("RSA public key")) {
                throw new SQLInvalidAuthorizationSpecException(
                        "the password of this account is only sent encrypted; let the URL ask for TLS (sslMode=verify-full), or for the"
                                + " server's key where nobody else could answer (allowPublicKeyRetrieval=true)",
                        "28000",
                        e);
            }
            throw e;
        }
    }

    /** MariaDB's driver takes a {@code jdbc:mysql:} URL only under its own scheme. */
    private static String inOwnScheme(String url) {
        return url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    }
}
