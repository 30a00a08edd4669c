package io.countersign.database.postgresql;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import java.util.Properties;
import org.postgresql.Driver;

/** PostgreSQL 14 and newer. */
public final class PostgresDialect implements Dialect {

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public TargetDatabase connect(ConnectionSettings settings) {
        return new PostgresTarget(connector(settings, "countersign"));
    }

    static Connector connector(ConnectionSettings settings, String applicationName) {
        long seconds = Math.max(1, settings.timeout().toSeconds());
        Properties properties = new Properties();
        properties.setProperty("loginTimeout", Long.toString(seconds));
        properties.setProperty("connectTimeout", Long.toString(seconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", applicationName);
        return new Connector(settings, new Driver()::connect, properties);
    }
}
