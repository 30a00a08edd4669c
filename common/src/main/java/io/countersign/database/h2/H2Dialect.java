package io.countersign.database.h2;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import java.util.Properties;
import org.h2.Driver;

/** H2 2.x, embedded, in memory or as a server. */
public final class H2Dialect implements Dialect {

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public TargetDatabase connect(ConnectionSettings settings) {
        return new H2Target(new Connector(settings, new Driver()::connect, new Properties()));
    }
}
