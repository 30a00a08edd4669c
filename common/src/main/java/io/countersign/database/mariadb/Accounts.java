package io.countersign.database.mariadb;

import io.countersign.database.FreezeMeasures.Privilege;
import io.countersign.database.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may do what in one schema, from the server's own tables: {@code information_schema} shows each account itself alone.
 * Accounts are written {@code user@host}; roles have no host.
 */
final class Accounts {
    /** Privileges with which nothing in a schema can be changed, and nobody kept from changing it. */
    static final Set<String> READING =
            Set.of("SELECT", "SHOW VIEW", "CREATE TEMPORARY TABLES", "SHOW CREATE ROUTINE", "GRANT OPTION");

    /** Privileges on the whole server that change schemas; the many that do not are others in each version. */
    private static final Set<String> CHANGING = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "DROP",
            "ALTER",
            "INDEX",
            "TRIGGER",
            "EVENT",
            "EXECUTE",
            "CREATE VIEW",
            "CREATE ROUTINE",
            "ALTER ROUTINE",
            "DELETE HISTORY");

    /** Accounts that the server keeps for itself. */
    private static final String OWN = "mariadb.sys|mysql\\.(sys|session|infoschema)";

    private static final Map<String, String> SPELLINGS =
            Map.of("CREATE TMP TABLE", "CREATE TEMPORARY TABLES", "GRANT", "GRANT OPTION");

    private final Connection connection;
    private final String schema;

    Accounts(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    static String current(Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT CURRENT_USER()", row -> row.getString(1))
                .orElse("");
    }

    static String user(String account) {
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }

    /** The account as statements write it. */
    static String quoted(String account) {
        int at = account.lastIndexOf('@');
        String user = literal(account.substring(0, at));
        String host = account.substring(at + 1);
        if (host.isEmpty()) {
            return account.equals("PUBLIC@") ? "PUBLIC" : user;
        }
        return user + "@" + literal(host);
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Privileges on the schema, also by patterns that mean other schemas too. */
    List<Privilege> onSchema() throws SQLException {
        return Rows.list(connection, "SELECT * FROM mysql.db WHERE ? LIKE Db", Accounts::privilege, schema);
    }

    private static Privilege privilege(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnName(i).toUpperCase(Locale.ROOT);
            if (column.endsWith("_PRIV") && row.getString(i).equals("Y")) {
                String name =
                        column.substring(0, column.length() - "_PRIV".length()).replace('_', ' ');
                names.add(SPELLINGS.getOrDefault(name, name));
            }
        }
        boolean grantable = names.remove("GRANT OPTION");
        return new Privilege(
                row.getString("User") + "@" + row.getString("Host"), row.getString("Db"), names, grantable);
    }

    /** Whether a privilege on this pattern is one on the schema alone: {@code _} stands for any character there. */
    boolean isAlone(String pattern) throws SQLException {
        return !Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ? AND SCHEMA_NAME <> ?)",
                pattern,
                schema);
    }

    /** Accounts that can change, or where asked read, every schema. */
    Set<String> everywhere(boolean readingCounts) throws SQLException {
        return Rows.list(
                        connection,
                        "SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES",
                        row -> Map.entry(account(row.getString(1)), row.getString(2)))
                .stream()
                .filter(one -> CHANGING.contains(one.getValue())
                        || (readingCounts && one.getValue().equals("SELECT")))
                .map(Map.Entry::getKey)
                .filter(account -> !user(account).matches(OWN))
                .collect(Collectors.toSet());
    }

    /** Accounts with privileges on single tables, columns or routines of the schema. */
    Set<String> onParts(boolean readingCounts) throws SQLException {
        String reading = readingCounts ? "" : " AND PRIVILEGE_TYPE NOT IN ('SELECT', 'SHOW VIEW')";
        return Set.copyOf(Rows.list(
                connection,
                "SELECT GRANTEE FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = ?" + reading
                        + " UNION SELECT GRANTEE FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = ?"
                        + reading
                        + " UNION SELECT CONCAT('''', User, '''@''', Host, '''') FROM mysql.procs_priv WHERE Db = ?",
                row -> account(row.getString(1)),
                schema,
                schema,
                schema));
    }

    boolean exists(String account) throws SQLException {
        int at = account.lastIndexOf('@');
        return account.equals("PUBLIC@")
                || Rows.isTrue(
                        connection,
                        "SELECT EXISTS (SELECT 1 FROM mysql.user WHERE User = ? AND Host = ?)",
                        account.substring(0, at),
                        account.substring(at + 1));
    }

    /** {@code 'user'@'host'} as the catalogue writes it. */
    private static String account(String grantee) {
        return grantee.replaceAll("^'|'$", "").replaceFirst("'@'(?=[^']*$)", "@");
    }
}
