package io.countersign.database.mariadb;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.FreezeMeasures.Privilege;
import io.countersign.database.Freezer;
import io.countersign.database.jdbc.Rows;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Withdraws the privileges on one schema: all of them, or all but those to read; the rest of the server goes on. What a
 * privilege on the whole server allows cannot be withdrawn for one schema, and is refused.
 */
final class MariaDbFreezer implements Freezer {
    private static final int UNKNOWN_CONNECTION = 1094;

    private final MariaDbTarget target;
    private Optional<Set<Long>> leaving = Optional.empty();

    MariaDbFreezer(MariaDbTarget target) {
        this.target = target;
    }

    @Override
    public Optional<Obstacle> obstacle(FreezePolicy policy) {
        return target.asked("it was prepared for a freeze", connection -> {
            Accounts accounts = new Accounts(connection, target.schema());
            String own = Accounts.current(connection);
            if (!mayReadAccounts(connection)) {
                return obstacle(
                        Accounts.user(own) + " may not read the server's accounts (mysql.db).",
                        "Name credentials of an account with SELECT on mysql.*, all privileges on the schema WITH GRANT"
                                + " OPTION, PROCESS and CONNECTION ADMIN (MySQL: CONNECTION_ADMIN).");
            }
            boolean offline = policy.mode() == Stage.Freeze.OFFLINE;
            Set<String> everywhere = others(accounts.everywhere(offline), own, policy);
            if (!everywhere.isEmpty()) {
                return obstacle(
                        "Privileges on the whole server cannot be withdrawn for one schema, and "
                                + String.join(", ", everywhere) + " have such.",
                        "Grant them on the schemas they need, or name them under freeze.except.");
            }
            Set<String> parts = others(accounts.onParts(offline), own, policy);
            if (!parts.isEmpty()) {
                return obstacle(
                        "Privileges on single tables, columns or routines are not withdrawn, and "
                                + String.join(", ", parts) + " have such.",
                        "Grant them on the schema, or name them under freeze.except.");
            }
            Set<String> patterns = patterns(accounts, own, policy);
            if (!patterns.isEmpty()) {
                return obstacle(
                        "Privileges on a pattern that several schemas match cannot be withdrawn for one of them, and "
                                + String.join(", ", patterns) + " have such.",
                        "Grant them on each schema by its name (with \\_ for _), or name them under freeze.except.");
            }
            List<String> same = same(connection, own);
            return same.isEmpty()
                    ? Optional.empty()
                    : obstacle(
                            "Others are connected as " + own + ", the account that deploys: " + String.join(", ", same)
                                    + ".",
                            "Let the application connect by an account of its own.");
        });
    }

    private static Optional<Obstacle> obstacle(String found, String remedy) {
        return Optional.of(new Obstacle(found, remedy));
    }

    private static boolean mayReadAccounts(Connection connection) {
        try {
            return Rows.first(connection, "SELECT COUNT(*) FROM mysql.db", row -> true)
                    .isPresent();
        } catch (SQLException e) {
            return false; // it is the one thing that can be wrong with this question
        }
    }

    private static Set<String> others(Set<String> accounts, String own, FreezePolicy policy) {
        Set<String> others = new TreeSet<>(accounts);
        others.removeIf(account -> stays(account, own, policy));
        return others;
    }

    private static boolean stays(String account, String own, FreezePolicy policy) {
        return account.equals(own)
                || policy.except().contains(account)
                || policy.except().contains(Accounts.user(account));
    }

    private static Set<String> patterns(Accounts accounts, String own, FreezePolicy policy) throws SQLException {
        Set<String> found = new TreeSet<>();
        for (Privilege one : accounts.onSchema()) {
            if (!stays(one.account(), own, policy)
                    && !withheld(one, policy).isEmpty()
                    && !accounts.isAlone(one.scope())) {
                found.add(one.account());
            }
        }
        return found;
    }

    private static List<String> withheld(Privilege held, FreezePolicy policy) {
        return held.names().stream()
                .filter(name -> policy.mode() == Stage.Freeze.OFFLINE || !Accounts.READING.contains(name))
                .toList();
    }

    private List<String> same(Connection connection, String own) throws SQLException {
        Set<Long> ours = target.ownSessions();
        return Rows.list(connection, "SELECT ID, USER, HOST, DB FROM information_schema.PROCESSLIST", Session::of)
                .stream()
                .filter(session -> session.user().equals(Accounts.user(own))
                        && session.schema().equals(target.schema())
                        && !ours.contains(session.id()))
                .map(Session::words)
                .toList();
    }

    @Override
    public FreezeMeasures measures(FreezePolicy policy) {
        return target.asked("the privileges on it were read", connection -> {
            String own = Accounts.current(connection);
            List<Privilege> withdrawn = new ArrayList<>();
            for (Privilege held : new Accounts(connection, target.schema()).onSchema()) {
                List<String> names = withheld(held, policy);
                if (!names.isEmpty() && !stays(held.account(), own, policy)) {
                    withdrawn.add(new Privilege(
                            held.account(),
                            held.scope(),
                            names,
                            policy.mode() == Stage.Freeze.OFFLINE && held.grantable()));
                }
            }
            return new FreezeMeasures(policy.mode(), Optional.empty(), withdrawn, List.of());
        });
    }

    @Override
    public void impose(FreezeMeasures measures) {
        target.asked("it was frozen", connection -> {
            for (String statement : closing(measures)) {
                Rows.execute(connection, statement);
            }
            return true;
        });
    }

    /** The statements that withdraw the privileges. */
    static List<String> closing(FreezeMeasures measures) {
        return measures.withdrawn().stream()
                .map(one -> "REVOKE " + String.join(", ", one.names()) + (one.grantable() ? ", GRANT OPTION" : "")
                        + " ON " + MariaDbTarget.quoted(one.scope()) + ".* FROM " + Accounts.quoted(one.account()))
                .toList();
    }

    @Override
    public void lift(FreezeMeasures measures) {
        target.asked("its freeze was lifted", connection -> {
            for (String statement : opening(new Accounts(connection, target.schema()), measures)) {
                Rows.execute(connection, statement);
            }
            return true;
        });
        leaving = Optional.empty();
    }

    /** The statements that give them back to those who are still there. */
    static List<String> opening(Accounts accounts, FreezeMeasures measures) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Privilege one : measures.withdrawn()) {
            if (accounts.exists(one.account())) {
                statements.add("GRANT " + String.join(", ", one.names()) + " ON "
                        + MariaDbTarget.quoted(one.scope()) + ".* TO " + Accounts.quoted(one.account())
                        + (one.grantable() ? " WITH GRANT OPTION" : ""));
            }
        }
        return statements;
    }

    @Override
    public boolean holds(FreezeMeasures measures) {
        return target.asked("the privileges on it were read", connection -> {
            List<Privilege> present = new Accounts(connection, target.schema()).onSchema();
            return measures.withdrawn().stream()
                    .noneMatch(taken -> present.stream()
                            .anyMatch(one -> one.account().equals(taken.account())
                                    && one.scope().equals(taken.scope())
                                    && one.names().stream().anyMatch(taken.names()::contains)));
        });
    }

    @Override
    public void renew(FreezePolicy policy) {
        leaving = Optional.empty();
        evict(policy);
        leaving = Optional.empty();
    }

    /** A session keeps the privileges on the schema it is in until it goes elsewhere, so all of them have to end. */
    @Override
    public List<String> inside(FreezePolicy policy) {
        return List.copyOf(sessions(policy).values());
    }

    private Map<Long, String> sessions(FreezePolicy policy) {
        return target.asked("its sessions were listed", connection -> {
            Set<Long> ours = target.ownSessions();
            Map<Long, String> inside = new LinkedHashMap<>();
            for (Session session : Rows.list(
                    connection, "SELECT ID, USER, HOST, DB FROM information_schema.PROCESSLIST", Session::of)) {
                if (session.isClient()
                        && session.schema().equals(target.schema())
                        && !ours.contains(session.id())
                        && policy.except().stream()
                                .noneMatch(name -> Accounts.user(name).equals(session.user()))) {
                    inside.put(session.id(), session.words());
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

    private record Session(long id, String user, String schema, String words) {
        static Session of(java.sql.ResultSet row) throws SQLException {
            String user = Optional.ofNullable(row.getString(2)).orElse("");
            return new Session(
                    row.getLong(1),
                    user,
                    Optional.ofNullable(row.getString(4)).orElse(""),
                    user + " from " + row.getString(3) + " (connection " + row.getLong(1) + ")");
        }

        boolean isClient() {
            return !Set.of("system user", "event_scheduler", "").contains(user);
        }
    }

    @Override
    public void evict(FreezePolicy policy) {
        for (long id : sessions(policy).keySet()) {
            target.asked("a session was ended", connection -> {
                kill(connection, id);
                return true;
            });
        }
    }

    static void kill(Connection connection, long id) throws SQLException {
        try {
            Rows.execute(connection, "KILL CONNECTION " + id);
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_CONNECTION) {
                throw e;
            }
        }
    }
}
