package io.countersign.environment.h2;

import io.countersign.database.TargetDatabase;
import io.countersign.database.h2.H2Schema;
import io.countersign.database.jdbc.Rows;
import io.countersign.environment.DatabaseCopy;
import io.countersign.environment.RowsElsewhere;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Copies H2 databases by SCRIPT and streams of rows. */
public final class H2Copy implements DatabaseCopy {
    /** To other databases, and to whatever a table engine of somebody's leads. */
    private static final String LINKS = """
            SELECT TABLE_SCHEMA || '.' || TABLE_NAME || ' (' || STORAGE_TYPE || ')' FROM INFORMATION_SCHEMA.TABLES
             WHERE STORAGE_TYPE IN ('TABLE LINK', 'EXTERNAL') ORDER BY 1
            """;

    @Override
    public boolean suits(TargetDatabase source, TargetDatabase target) {
        return source.product().startsWith("H2 ") && target.product().startsWith("H2 ");
    }

    /** SCRIPT ends a transaction, so it comes first; a schema that changes in between fails the comparison. */
    @Override
    public Snapshot snapshot(TargetDatabase source) {
        Connection connection = source.connection();
        try {
            RowsElsewhere.refuse(source, Rows.list(connection, LINKS, row -> row.getString(1)));
            List<String> statements = H2Schema.statements(source);
            Rows.execute(connection, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");
            source.begin();
            return new H2Snapshot(source, statements);
        } catch (SQLException e) {
            source.rollback();
            throw source.errors().during("a snapshot of it was taken", e);
        }
    }
}
