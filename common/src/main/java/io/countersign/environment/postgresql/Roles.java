package io.countersign.environment.postgresql;

import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is who on the target's server. Roles belong to a server and not to a database: those that were granted something have
 * to exist there too, and what belonged to the owner of the source belongs to the owner of the copy.
 */
final class Roles {
    private static final Pattern EXACT = Pattern.compile("\u0001([^\u0001]*)\u0001");
    private static final Pattern OWNER = Pattern.compile("\u0002([^\u0002]*)\u0002");
    private static final String DATABASE_OWNER =
            "SELECT pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = current_database()";

    private final Set<String> existing;
    private final String sourceOwner;
    private final String targetOwner;
    private final Set<String> replaced = new TreeSet<>();

    private Roles(Set<String> existing, String sourceOwner, String targetOwner) {
        this.existing = existing;
        this.sourceOwner = sourceOwner;
        this.targetOwner = targetOwner;
    }

    static Roles between(Connection source, Connection target) throws SQLException {
        return new Roles(
                Set.copyOf(Rows.list(target, "SELECT rolname FROM pg_catalog.pg_roles", row -> row.getString(1))),
                Rows.first(source, DATABASE_OWNER, row -> row.getString(1)).orElseThrow(),
                Rows.first(target, DATABASE_OWNER, row -> row.getString(1)).orElseThrow());
    }

    /** @throws CountersignException CLONE_REFUSED naming every role that is missing */
    void requireAll(List<SchemaStatement> statements, TargetDatabase target) {
        Set<String> missing = new TreeSet<>();
        for (SchemaStatement statement : statements) {
            EXACT.matcher(statement.sql())
                    .results()
                    .map(role -> role.group(1))
                    .filter(role -> !existing.contains(role))
                    .forEach(missing::add);
        }
        if (!missing.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                    .found(
                            "The source grants privileges to %s, which the server of %s does not know.",
                            String.join(", ", missing), target.name())
                    .expected("roles of the same names.")
                    .remedy("Create them there; without LOGIN is enough.")
                    .build();
        }
    }

    /** A statement with the roles' names in it. */
    String filled(SchemaStatement statement) {
        String exact = EXACT.matcher(statement.sql())
                .replaceAll(role -> Matcher.quoteReplacement(Identifiers.quoted(role.group(1))));
        return OWNER.matcher(exact)
                .replaceAll(role -> Matcher.quoteReplacement(Identifiers.quoted(owner(role.group(1)))));
    }

    private String owner(String role) {
        if (!role.equals(sourceOwner) && existing.contains(role)) {
            return role;
        }
        if (!role.equals(sourceOwner)) {
            replaced.add(role);
        }
        return targetOwner;
    }

    /** What was left out because of roles that the target's server does not know, a phrase each. */
    List<String> leftOut() {
        return replaced.stream()
                .map(role -> "the ownership of " + role + ": " + targetOwner + " owns its objects in the copy")
                .toList();
    }
}
