package io.countersign.database.h2;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A schema of H2 as the statements that make it. Writing them ends an open transaction. */
public final class H2Schema {
    private static final String USER = "CREATE USER";

    private H2Schema() {}

    /** Everything but users, rows and settings. */
    public static List<String> statements(TargetDatabase database) throws SQLException {
        H2Target target = (H2Target) database;
        String schemas = target.schemas().stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>(Rows.list(
                database.connection(),
                "SCRIPT NODATA NOPASSWORDS NOSETTINGS SCHEMA " + schemas,
                row -> row.getString(1)));
        statements.removeIf(sql -> sql.startsWith(USER) || sql.startsWith("--"));
        statements.addAll(target.synonyms());
        return statements;
    }

    /** The users with the hashes of their passwords: not to be told to anybody. */
    static List<String> users(TargetDatabase database) throws SQLException {
        List<String> statements =
                new ArrayList<>(Rows.list(database.connection(), "SCRIPT NODATA NOSETTINGS", row -> row.getString(1)));
        statements.removeIf(sql -> !sql.startsWith(USER));
        return statements;
    }
}
