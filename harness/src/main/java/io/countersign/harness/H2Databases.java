package io.countersign.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** H2 databases, in memory or in files. A database lives until this is closed, however often its connections end. */
public final class H2Databases implements DatabaseServer {

    private static final String USER = "countersign";
    private static final int DATABASE_ALREADY_CLOSED = 90121;

    private final String location;
    private final List<TestDatabase> open = new ArrayList<>();

    private H2Databases(String location) {
        this.location = location;
    }

    /** Seen by this JVM alone. */
    public static H2Databases inMemory() {
        return new H2Databases("mem:");
    }

    /** One file for each database in the directory. Other processes can open it while no connection of this JVM does. */
    public static H2Databases inDirectory(Path directory) {
        return new H2Databases("file:" + directory.toAbsolutePath() + "/");
    }

    @Override
    public synchronized TestDatabase newDatabase() {
        String name = RandomNames.database();
        // files are not compacted by the tests' own connections either, for H2 2.4.240 has faults there
        String lifetime = location.startsWith("mem:") ? ";DB_CLOSE_DELAY=-1" : ";MAX_COMPACT_TIME=0";
        TestDatabase database =
                new TestDatabase(name, "jdbc:h2:" + location + name + lifetime, USER, RandomNames.password());
        try (Connection first = database.connect()) {
            first.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 did not open " + database, e);
        }
        open.add(database);
        return database;
    }

    @Override
    public synchronized void close() {
        open.forEach(H2Databases::shutDown);
        open.clear();
    }

    private static void shutDown(TestDatabase database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            if (e.getErrorCode() != DATABASE_ALREADY_CLOSED) {
                throw new IllegalStateException("H2 did not close " + database, e);
            }
        }
    }
}
