package io.countersign.database.postgresql;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.FreezeMeasures.Privilege;
import io.countersign.database.Freezer;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Read-only: sessions to come begin read-only by a setting of the database, those that are there are ended. Offline: the
 * right to connect is withdrawn as well. Both are part of the transaction that also writes the ledger's record, and both
 * hold for the whole database.
 */
final class PostgresFreezer implements Freezer {
    private static final String SETTING = "default_transaction_read_only";
    private static final String PUBLIC = "PUBLIC";

    private static final String OVERRIDING = """
            SELECT DISTINCT pg_catalog.pg_get_userbyid(s.setrole)
              FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c
             WHERE s.setrole <> 0
               AND s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
               AND c LIKE 'default_transaction_read_only=%'
               AND NOT pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1)::boolean
             ORDER BY 1
            """;

    private static final String FORMER = """
            SELECT pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1)
              FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c
             WHERE s.setrole = 0 AND c LIKE 'default_transaction_read_only=%'
               AND s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
            """;

    /** Grants by others than the owner can't be taken back by the owner alone. */
    private static final String CONNECT = """
            SELECT CASE WHEN x.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(x.grantee) END, x.is_grantable,
                   x.grantor = d.datdba
              FROM pg_catalog.pg_database d CROSS JOIN LATERAL
                   pg_catalog.aclexplode(COALESCE(d.datacl, pg_catalog.acldefault('d', d.datdba))) x
             WHERE d.datname = pg_catalog.current_database() AND x.privilege_type = 'CONNECT' ORDER BY 1
            """;

    /** What belongs to other roles is shown without its type; the server's own processes have no user. */
    private static final String SESSIONS = """
            SELECT pid, usename, pg_catalog.format('%s (user %s%s, process %s)', pg_catalog.quote_ident(application_name),
                   usename, COALESCE(', from ' || pg_catalog.host(client_addr), ''), pid)
              FROM pg_catalog.pg_stat_activity
             WHERE datname = pg_catalog.current_database() AND usename IS NOT NULL
               AND COALESCE(backend_type, 'client backend') = 'client backend' ORDER BY pid
            """;

    /** For a session that was being set up at the commit and is not in the list yet. */
    private static final String PAUSE = "SELECT pg_catalog.pg_sleep(0.2)";

    private final PostgresTarget target;
    private Optional<Set<Integer>> leaving = Optional.empty();

    PostgresFreezer(PostgresTarget target) {
        this.target = target;
    }

    @Override
    public Optional<Obstacle> obstacle(FreezePolicy policy) {
        return target.asked("it was prepared for a freeze", connection -> obstacle(connection, policy));
    }

    private Optional<Obstacle> obstacle(Connection connection, FreezePolicy policy) throws SQLException {
        if (target.onlySchema().isPresent()) {
            return obstacle(
                    target.name() + " is one schema of a database, and only whole databases can be frozen.",
                    "Give the target a database of its own, or set freeze: none for this stage.");
        }
        if (!Rows.isTrue(
                connection,
                "SELECT r.rolsuper OR pg_catalog.pg_has_role(d.datdba, 'MEMBER') FROM pg_catalog.pg_roles r,"
                        + " pg_catalog.pg_database d WHERE r.rolname = current_user"
                        + " AND d.datname = pg_catalog.current_database()")) {
            return obstacle(
                    "Only the owner of the database " + target.database() + " can freeze it.",
                    "Name credentials of the owner or of a member of the owning role.");
        }
        if (Rows.isTrue(
                connection,
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database())")) {
            return obstacle(
                    "There are prepared transactions (PREPARE TRANSACTION), which could commit during the freeze.",
                    "Have them committed or rolled back; they are in pg_prepared_xacts.");
        }
        List<String> overriding = new ArrayList<>(Rows.list(connection, OVERRIDING, row -> row.getString(1)));
        overriding.removeAll(policy.except());
        if (!overriding.isEmpty()) {
            return obstacle(
                    "The database's setting does not hold for " + String.join(", ", overriding) + ", who have a "
                            + SETTING + " of their own.",
                    "Run ALTER ROLE … RESET " + SETTING + ", or name them under freeze.except.");
        }
        if (policy.mode() == Stage.Freeze.OFFLINE
                && Rows.list(connection, CONNECT, row -> row.getBoolean(3)).contains(false)) {
            return obstacle(
                    "The right to connect was granted by somebody who is not the owner of the database.",
                    "Have CONNECT granted by the owner instead.");
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> obstacle(String found, String remedy) {
        return Optional.of(new Obstacle(found, remedy));
    }

    @Override
    public FreezeMeasures measures(FreezePolicy policy) {
        return target.asked("its settings were read", connection -> {
            Optional<String> former = Rows.first(connection, FORMER, row -> row.getString(1));
            return policy.mode() == Stage.Freeze.OFFLINE
                    ? offline(connection, policy, former)
                    : new FreezeMeasures(policy.mode(), former, List.of(), List.of());
        });
    }

    private FreezeMeasures offline(Connection connection, FreezePolicy policy, Optional<String> former)
            throws SQLException {
        List<String> staying = new ArrayList<>(policy.exceptions());
        staying.addAll(Rows.list(connection, "SELECT session_user", row -> row.getString(1)));
        List<Privilege> present = Rows.list(
                connection, CONNECT, row -> new Privilege(row.getString(1), "", List.of("CONNECT"), row.getBoolean(2)));
        List<String> entitled = present.stream().map(Privilege::account).toList();
        return new FreezeMeasures(
                policy.mode(),
                former,
                present.stream().filter(one -> !staying.contains(one.account())).toList(),
                staying.stream()
                        .distinct()
                        .filter(role -> !entitled.contains(role))
                        .map(role -> new Privilege(role, "", List.of("CONNECT"), false))
                        .toList());
    }

    @Override
    public void impose(FreezeMeasures measures) {
        List<String> statements = new ArrayList<>();
        measures.lent().forEach(one -> statements.add(grant(one)));
        measures.withdrawn().forEach(one -> statements.add(revoke(one)));
        statements.add(closing(target.database()));
        execute("it was frozen", statements);
    }

    @Override
    public void lift(FreezeMeasures measures) {
        List<String> statements = new ArrayList<>();
        statements.add(opening(target.database(), measures));
        measures.withdrawn().stream().filter(this::exists).forEach(one -> statements.add(grant(one)));
        measures.lent().stream().filter(this::exists).forEach(one -> statements.add(revoke(one)));
        execute("its freeze was lifted", statements);
        leaving = Optional.empty();
    }

    /** The statement by which sessions to come begin read-only. */
    static String closing(String database) {
        return "ALTER DATABASE " + Identifiers.quoted(database) + " SET " + SETTING + " TO on";
    }

    /** The statement by which they begin as they did before. */
    static String opening(String database, FreezeMeasures measures) {
        return "ALTER DATABASE " + Identifiers.quoted(database)
                + measures.former()
                        .map(value -> " SET " + SETTING + " TO " + Identifiers.literal(value))
                        .orElse(" RESET " + SETTING);
    }

    @Override
    public boolean holds(FreezeMeasures measures) {
        return target.asked(
                "its settings were read",
                connection -> Rows.first(connection, FORMER, row -> row.getString(1))
                        .filter("on"::equals)
                        .isPresent());
    }

    @Override
    public void renew(FreezePolicy policy) {
        leaving = Optional.empty();
        evict(policy);
        leaving = Optional.empty();
    }

    /** A role that was dropped meanwhile needs nothing back. */
    private boolean exists(Privilege privilege) {
        return privilege.account().isEmpty()
                || target.asked(
                        "a role was looked up",
                        connection -> Rows.isTrue(
                                connection,
                                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?)",
                                privilege.account()));
    }

    private void execute(String doing, List<String> statements) {
        target.asked(doing, connection -> {
            for (String statement : statements) {
                Rows.execute(connection, statement);
            }
            return true;
        });
    }

    private String database() {
        return Identifiers.quoted(target.database());
    }

    private String grant(Privilege one) {
        return "GRANT CONNECT ON DATABASE " + database() + " TO " + role(one)
                + (one.grantable() ? " WITH GRANT OPTION" : "");
    }

    private String revoke(Privilege one) {
        return "REVOKE CONNECT ON DATABASE " + database() + " FROM " + role(one);
    }

    private static String role(Privilege one) {
        return one.account().isEmpty() ? PUBLIC : Identifiers.quoted(one.account());
    }

    @Override
    public List<String> inside(FreezePolicy policy) {
        return List.copyOf(sessions(policy).values());
    }

    private Map<Integer, String> sessions(FreezePolicy policy) {
        return target.asked("its sessions were listed", connection -> {
            if (leaving.isEmpty()) {
                Rows.first(connection, PAUSE, row -> true);
            }
            Set<Integer> own = target.ownProcesses();
            Map<Integer, String> inside = new TreeMap<>();
            for (Session session : Rows.list(connection, SESSIONS, Session::of)) {
                if (!own.contains(session.process()) && !policy.except().contains(session.user())) {
                    inside.put(session.process(), session.words());
                }
            }
            if (leaving.isEmpty()) {
                leaving = Optional.of(Set.copyOf(inside.keySet()));
            } else if (policy.mode() == Stage.Freeze.READ_ONLY) {
                inside.keySet().retainAll(leaving.get());
            }
            return inside;
        });
    }

    private record Session(int process, String user, String words) {
        static Session of(java.sql.ResultSet row) throws SQLException {
            return new Session(row.getInt(1), row.getString(2), row.getString(3));
        }
    }

    @Override
    public void evict(FreezePolicy policy) {
        for (int process : sessions(policy).keySet()) {
            target.asked(
                    "a session was ended",
                    connection -> Rows.isTrue(connection, "SELECT pg_catalog.pg_terminate_backend(?)", process));
        }
    }
}
