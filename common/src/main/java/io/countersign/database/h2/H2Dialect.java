package io.countersign.database.h2;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** H2 2.x, embedded, in memory or as a server. */
public final class H2Dialect implements Dialect {

    /** The codes for a database that {@code IFEXISTS} does not find, on disk and in memory. */
    private static final Set<Integer> NOT_THERE =
            Set.of(ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1, ErrorCode.DATABASE_NOT_FOUND_1);

    /** For how many milliseconds a file is compacted when it is closed. */
    private static final String COMPACTING = "MAX_COMPACT_TIME";

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public TargetDatabase connect(ConnectionSettings settings) {
        return target(settings, new Driver()::connect);
    }

    @Override
    public Optional<TargetDatabase> find(ConnectionSettings settings) {
        try {
            return Optional.of(target(settings, H2Dialect::openExisting));
        } catch (NotThere e) {
            return Optional.empty();
        }
    }

    /** An empty database in memory stands in for one that would be created. */
    @Override
    public TargetDatabase look(ConnectionSettings settings) {
        return find(settings)
                .orElseGet(() ->
                        target(settings, (url, all) -> new Driver().connect("jdbc:h2:mem:" + options(url), all)));
    }

    private static TargetDatabase target(ConnectionSettings settings, Connector.Opening opening) {
        return new H2Target(new Connector(settings, opening, lasting(settings.url())));
    }

    /**
     * Whoever opens a file first settles whether it is compacted when it is closed. Each command would do that once more, a kill
     * meanwhile is a risk, and H2 2.4.240 may move what it compacts onto what it still needs. Users who want it ask for it in the URL.
     */
    private static Properties lasting(String url) {
        Properties properties = new Properties();
        if (!says(url, COMPACTING)) {
            properties.setProperty(COMPACTING, "0");
        }
        return properties;
    }

    private static @Nullable Connection openExisting(String url, Properties properties) throws SQLException {
        try {
            return new Driver().connect(says(url, "IFEXISTS") ? url : url + ";IFEXISTS=TRUE", properties);
        } catch (SQLException e) {
            if (NOT_THERE.contains(e.getErrorCode())) {
                throw new NotThere();
            }
            throw e;
        }
    }

    private static boolean says(String url, String option) {
        return options(url).toUpperCase(Locale.ROOT).contains(";" + option + "=");
    }

    /** Everything from the first semicolon on. */
    private static String options(String url) {
        int begin = url.indexOf(';');
        return begin < 0 ? "" : url.substring(begin);
    }

    /** Found out where only an {@link SQLException} may be thrown. */
    private static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
