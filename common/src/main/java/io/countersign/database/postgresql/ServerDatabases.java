package io.countersign.database.postgresql;

import io.countersign.database.SqlErrors;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.release.Digest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The databases of a server, seen from its maintenance database. */
final class ServerDatabases {
    private static final int LONGEST_NAME = 63;
    private static final String IN_USE = "55006";
    private static final String FORBIDDEN = "42501";

    private static final String END_OWN_SESSIONS = """
            SELECT count(pg_catalog.pg_terminate_backend(pid)) > 0 FROM pg_catalog.pg_stat_activity
             WHERE datname = ? AND usename = current_user AND pid <> pg_catalog.pg_backend_pid()
            """;

    /** The columns of newer versions are reached through JSON, because older ones do not have them. */
    private static final String LOCALE = """
            SELECT format(' ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)
                   || CASE coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
                           WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
                           WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
                           ELSE '' END
              FROM pg_catalog.pg_database d WHERE datname = ?
            """;

    private final Connection maintenance;
    private final SqlErrors errors;

    ServerDatabases(Connection maintenance, SqlErrors errors) {
        this.maintenance = maintenance;
        this.errors = errors;
    }

    /** A name of at most 63 bytes; a longer one ends in a digest of itself. */
    static String fitting(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
            return name;
        }
        return "cs_" + Digest.of(name).hex().substring(0, 40);
    }

    boolean exists(String name) {
        return ask(
                "its databases were listed",
                () -> Rows.isTrue(maintenance, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = ?)", name));
    }

    void drop(String name) {
        ask("a database was dropped", () -> {
            remove(name);
            return true;
        });
    }

    /** With the sessions in it. */
    private void remove(String name) throws SQLException {
        String drop = "DROP DATABASE IF EXISTS " + Identifiers.quoted(name);
        try {
            Rows.execute(maintenance, drop + " WITH (FORCE)");
        } catch (SQLException e) {
            if (!FORBIDDEN.equals(e.getSQLState())) {
                throw e;
            }
            // the server vacuums there, under a role that only superusers may disturb; when it isn't forced, it makes
            // way for itself
            Rows.isTrue(maintenance, END_OWN_SESSIONS, name);
            Rows.execute(maintenance, drop);
        }
    }

    /** An empty database with the encoding, locale and owner of another one. */
    void createEmpty(String name, String like) {
        createEmpty(name, like, maintenance);
    }

    /**
     * An empty database with the owner of one and the encoding and locale of another.
     *
     * @param original connected to the other one, which may live on another server
     */
    void createEmpty(String name, String like, Connection original) {
        ask("a scratch database was created", () -> {
            String owner = owner(like);
            String options = Rows.first(
                            original,
                            LOCALE,
                            row -> row.getString(1),
                            original == maintenance ? like : original.getCatalog())
                    .orElse("");
            remove(name);
            Rows.execute(
                    maintenance,
                    "CREATE DATABASE " + Identifiers.quoted(name) + " TEMPLATE template0 OWNER " + owner + options);
            return true;
        });
    }

    private String owner(String database) throws SQLException {
        return Rows.first(
                        maintenance,
                        "SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = ?",
                        row -> row.getString(1),
                        database)
                .orElseThrow();
    }

    /**
     * A copy by the server itself.
     *
     * @param model whose owner, rights and settings it gets; those of a backup may be a freeze that was lifted long ago
     */
    void copy(String original, String copy, String model) {
        ask("a database was copied", () -> {
            Rows.execute(
                    maintenance,
                    "CREATE DATABASE " + Identifiers.quoted(copy) + " TEMPLATE " + Identifiers.quoted(original)
                            + " OWNER " + owner(model));
            giveBelongings(model, copy);
            return true;
        });
    }

    /**
     * A copy by the server itself with the owner of the original, for which files are copied where the server lets one choose.
     *
     * @return false where somebody is connected to the original
     */
    boolean duplicate(String name, String original) {
        return ask("a database was copied", () -> {
            remove(name);
            boolean chooses =
                    Rows.isTrue(maintenance, "SELECT pg_catalog.current_setting('server_version_num')::int >= 150000");
            try {
                Rows.execute(
                        maintenance,
                        "CREATE DATABASE " + Identifiers.quoted(name) + " TEMPLATE " + Identifiers.quoted(original)
                                + " OWNER " + owner(original) + (chooses ? " STRATEGY file_copy" : ""));
                return true;
            } catch (SQLException e) {
                if (IN_USE.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Gives a database the rights and settings that belong to another one. */
    void giveBelongings(String original, String copy) {
        ask("rights and settings of a database were copied", () -> {
            for (String statement : belongings(original, copy)) {
                Rows.execute(maintenance, statement);
            }
            return true;
        });
    }

    /** A template gives its contents and neither its rights nor its settings. */
    private List<String> belongings(String original, String copy) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.addAll(Rows.list(maintenance, """
                SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', ?::text) FROM pg_database WHERE datname = ? AND datacl IS NOT NULL
                """, row -> row.getString(1), copy, original));
        statements.addAll(Rows.list(maintenance, """
                SELECT format('GRANT %s ON DATABASE %I TO %s%s', x.privilege_type, ?::text,
                              CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
                              CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                  FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) x WHERE d.datname = ?
                """, row -> row.getString(1), copy, original));
        statements.addAll(Rows.list(maintenance, """
                SELECT format('ALTER %s SET %s TO %s',
                              CASE WHEN s.setrole = 0 THEN format('DATABASE %I', ?::text)
                                   ELSE format('ROLE %I IN DATABASE %I', pg_get_userbyid(s.setrole), ?::text) END,
                              split_part(c, '=', 1),
                              CASE WHEN split_part(c, '=', 1) IN ('search_path', 'session_preload_libraries',
                                        'local_preload_libraries', 'temp_tablespaces', 'DateStyle')
                                   THEN substring(c FROM position('=' IN c) + 1)
                                   ELSE quote_literal(substring(c FROM position('=' IN c) + 1)) END)
                  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase CROSS JOIN LATERAL unnest(s.setconfig) c
                 WHERE d.datname = ?
                """, row -> row.getString(1), copy, copy, original));
        return statements;
    }

    /** Who else is connected to a database, in words. */
    List<String> sessions(String name, Set<Integer> without) {
        return ask(
                        "its sessions were listed",
                        () -> Rows.list(maintenance, """
                        SELECT pid, format('"%s" (user %s%s, process %s)', application_name, usename,
                                      coalesce(', from ' || host(client_addr), ''), pid)
                          FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid() ORDER BY pid
                        """, row -> Map.entry(row.getInt(1), row.getString(2)), name))
                .stream()
                .filter(session -> !without.contains(session.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Both renamings or none: a kill between them is a kill before them. */
    void exchange(String live, String asideName, String incoming) {
        ask("databases were renamed", () -> {
            maintenance.setAutoCommit(false);
            try {
                Rows.execute(
                        maintenance,
                        "ALTER DATABASE " + Identifiers.quoted(live) + " RENAME TO " + Identifiers.quoted(asideName));
                Rows.execute(
                        maintenance,
                        "ALTER DATABASE " + Identifiers.quoted(incoming) + " RENAME TO " + Identifiers.quoted(live));
                maintenance.commit();
            } finally {
                maintenance.rollback();
                maintenance.setAutoCommit(true);
            }
            return true;
        });
    }

    void rename(String database, String name) {
        ask("a database was renamed", () -> {
            Rows.execute(
                    maintenance,
                    "ALTER DATABASE " + Identifiers.quoted(database) + " RENAME TO " + Identifiers.quoted(name));
            return true;
        });
    }

    boolean mayCreateDatabases() {
        return ask(
                "a privilege was looked up",
                () -> Rows.isTrue(
                        maintenance, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"));
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private <T> T ask(String doing, Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw errors.during(doing, e);
        }
    }
}
