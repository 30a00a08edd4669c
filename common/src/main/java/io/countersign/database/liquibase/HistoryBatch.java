package io.countersign.database.liquibase;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.sqlgenerator.core.MarkChangeSetRanGenerator;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/** New rows of DATABASECHANGELOG that wait to be sent together; each is what Liquibase would have inserted. */
final class HistoryBatch {
    private static final int FULL = 500;
    private static final int LONGEST_TEXT = 250; // where Liquibase cuts descriptions and comments
    private static final String COLUMNS = "ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION,"
            + " COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID, TAG";

    private final Database database;
    private final HistoryTable table;
    private final List<List<@Nullable String>> waiting = new ArrayList<>();

    HistoryBatch(Database database, HistoryTable table) {
        this.database = database;
        this.table = table;
    }

    /** Needs no connection, which may be in use. */
    void add(ChangeSet changeset, ChangeSet.ExecType type) {
        waiting.add(texts(changeset, type));
    }

    boolean isFull() {
        return waiting.size() >= FULL;
    }

    /** In the order of the columns, without the date and the order. */
    private static List<@Nullable String> texts(ChangeSet changeset, ChangeSet.ExecType type) {
        return Arrays.asList(
                changeset.getId(),
                changeset.getAuthor(),
                changeset.getFilePath(),
                changeset.generateCheckSum(ChecksumVersion.latest()).toString(),
                StringUtil.limitSize(changeset.getDescription(), LONGEST_TEXT),
                StringUtil.limitSize(
                        Objects.toString(changeset.getComments(), "").trim(), LONGEST_TEXT),
                type.value,
                changeset.buildFullContext(),
                changeset.buildFullLabels(),
                MarkChangeSetRanGenerator.getLiquibaseBuildVersion(),
                Scope.getCurrentScope().getDeploymentId(),
                MarkChangeSetRanGenerator.getTagFromChangeset(changeset));
    }

    /** @param history numbers the rows */
    void send(History history) throws DatabaseException {
        if (waiting.isEmpty()) {
            return;
        }
        String insert = "INSERT INTO " + table.qualified() + " (" + COLUMNS + ") VALUES (?, ?, ?, "
                + database.getCurrentDateTimeFunction() + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        List<List<@Nullable String>> rows = List.copyOf(waiting);
        waiting.clear();
        try (PreparedStatement statement = ((JdbcConnection) database.getConnection())
                .getUnderlyingConnection()
                .prepareStatement(insert)) {
            for (List<@Nullable String> row : rows) {
                bind(statement, row, history.getNextSequenceValue());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new DatabaseException("The history could not be written: " + e.getMessage(), e);
        } catch (LiquibaseException e) {
            throw new DatabaseException(e);
        }
    }

    private static void bind(PreparedStatement statement, List<@Nullable String> texts, int order) throws SQLException {
        int parameter = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (i == 3) {
                statement.setInt(++parameter, order);
            }
            statement.setString(++parameter, texts.get(i));
        }
    }
}
