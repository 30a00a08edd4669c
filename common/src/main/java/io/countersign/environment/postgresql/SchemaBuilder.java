package io.countersign.environment.postgresql;

import io.countersign.database.SqlErrors;
import io.countersign.database.jdbc.Identifiers;
import io.countersign.environment.postgresql.SchemaStatement.Phase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Makes a schema in an empty database, in the phases that {@code schema.sql} explains. */
final class SchemaBuilder {
    private static final int SHOWN = 300;
    private static final String NOT_UNIQUE = "23505";

    private final SourceSchema schema;
    private final List<SourceTable> largestFirst;
    private final Roles roles;
    private final String user;
    private final boolean masked;

    /**
     * @param largestFirst the tables that have rows
     * @param user who builds; what belongs to them needs no change of owner
     * @param masked whether the rows are others than the source's
     */
    SchemaBuilder(SourceSchema schema, List<SourceTable> largestFirst, Roles roles, String user, boolean masked) {
        this.schema = schema;
        this.largestFirst = largestFirst;
        this.roles = roles;
        this.user = user;
        this.masked = masked;
    }

    /** What has to be there before rows can be. */
    void beforeData(Side target, boolean withoutPublic) {
        if (withoutPublic) {
            execute(target, "schema", "DROP SCHEMA public");
        }
        runAll(target, schema.early());
        runAll(target, schema.phase(Phase.DRESS));
    }

    /**
     * Keys and indexes: partitioned tables' first, which cost nothing, then all tables at once, then their ties.
     *
     * @param beside other work on the tables, for workers who have nothing else to do
     */
    void keys(Side target, Workers workers, List<Workers.Work> beside) {
        List<SchemaStatement> all = schema.phase(Phase.KEY);
        runAll(target, all.stream().filter(SchemaBuilder::isOfParent).toList());
        share(
                workers,
                all.stream().filter(one -> !isOfParent(one)),
                one -> one.object().number(),
                beside);
        runAll(target, schema.phase(Phase.ATTACH));
    }

    private static boolean isOfParent(SchemaStatement key) {
        return key.object().catalogue() == 0;
    }

    /**
     * Foreign keys are declared one by one, since each locks two tables, and proved in parallel; those of one table by one
     * worker, since the server proves them one after the other.
     */
    void references(Side target, Workers workers, List<Workers.Work> beside) {
        List<SchemaStatement> all = schema.phase(Phase.REFERENCE);
        runAll(target, all.stream().filter(one -> one.place() == 0).toList());
        share(
                workers,
                all.stream().filter(one -> one.place() == 1),
                one -> one.object().catalogue(),
                beside);
        runAll(target, schema.late());
    }

    /** What is about one table is done by one worker; what takes longest begins first. */
    private void share(
            Workers workers,
            Stream<SchemaStatement> statements,
            ToLongFunction<SchemaStatement> table,
            List<Workers.Work> beside) {
        Map<Long, List<SchemaStatement>> groups = new LinkedHashMap<>();
        largestFirst.forEach(one -> groups.put(one.number(), new ArrayList<>()));
        statements.forEach(one -> groups.computeIfAbsent(table.applyAsLong(one), any -> new ArrayList<>())
                .add(one));
        workers.run(Stream.concat(
                        groups.values().stream()
                                .filter(group -> !group.isEmpty())
                                .<Workers.Work>map(group -> worker -> runAll(worker.target(), group)),
                        beside.stream())
                .toList());
    }

    /** Everything that does something by itself, or keeps somebody out. */
    void finish(Side target) {
        runAll(
                target,
                schema.phase(Phase.FINISH).stream()
                        .filter(one -> !one.kind().equals("owner")
                                || !roles.filled(one).endsWith(" OWNER TO " + quotedUser()))
                        .toList());
    }

    private String quotedUser() {
        return Identifiers.quoted(user);
    }

    private void runAll(Side target, List<SchemaStatement> statements) {
        for (SchemaStatement statement : statements) {
            String sql = roles.filled(statement);
            try {
                run(target.connection(), sql);
            } catch (SQLException e) {
                throw masked && NOT_UNIQUE.equals(e.getSQLState())
                        ? notUnique(target, statement.kind(), sql, e)
                        : failed(target, statement.kind(), sql, e);
            }
        }
    }

    static void execute(Side target, String kind, String sql) {
        try {
            run(target.connection(), sql);
        } catch (SQLException e) {
            throw failed(target, kind, sql, e);
        }
    }

    private static CountersignException failed(Side target, String kind, String sql, SQLException error) {
        SqlErrors errors = target.database().errors();
        return CountersignException.problem(ProblemCode.CLONE_FAILED)
                .found(
                        "The %s could not be made in the copy of %s: %s (%s)",
                        kind, target.database().name(), errors.message(error), shown(errors, sql))
                .expected("a server and a user that can make everything the source has.")
                .remedy("Compare extensions, settings and privileges of the two servers.")
                .causedBy(errors.during("its schema was made", error));
    }

    /** The server would repeat the values, some of which may be those of columns that are kept. */
    private static CountersignException notUnique(Side target, String kind, String sql, SQLException error) {
        SqlErrors errors = target.database().errors().withoutValues();
        return CountersignException.problem(ProblemCode.MASKING_UNFIT)
                .found(
                        "The %s could not be made in the copy of %s, because masked rows have the same values in it (%s).",
                        kind, target.database().name(), shown(errors, sql))
                .expected("rules that keep rows different where a key or a unique index does.")
                .remedy("Choose a pseudonym, hash or keep for a column of it, or an own expression by sql.")
                .causedBy(errors.during("its keys were made", error));
    }

    private static String shown(SqlErrors errors, String sql) {
        return errors.scrubbed(sql.length() > SHOWN ? sql.substring(0, SHOWN) + " …" : sql);
    }

    /** Escapes of JDBC must not be looked for in bodies of functions. */
    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
