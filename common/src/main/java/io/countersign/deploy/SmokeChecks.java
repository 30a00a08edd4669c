package io.countersign.deploy;

import io.countersign.database.TargetDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.SmokeCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Runs a stage's smoke checks. */
final class SmokeChecks {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final List<SmokeCheck> checks;

    SmokeChecks(List<SmokeCheck> checks) {
        this.checks = checks;
    }

    /** The queries, within whatever transaction is open: they see the new state before anybody else does. */
    void runSql(TargetDatabase database, Progress progress) {
        for (SmokeCheck check : checks) {
            if (check instanceof SmokeCheck.Sql sql) {
                progress.info("Checking: " + sql.query());
                compare(sql, answer(database, sql));
            }
        }
    }

    /** The requests, each repeated until it is answered as expected or its time is over. */
    void runHttp(Progress progress) {
        for (SmokeCheck check : checks) {
            if (check instanceof SmokeCheck.Http http) {
                progress.info("Checking: GET " + http.url());
                await(http);
            }
        }
    }

    private static String answer(TargetDatabase database, SmokeCheck.Sql sql) {
        try {
            return lookedUp(database.connection(), sql.query());
        } catch (SQLException e) {
            throw CountersignException.problem(ProblemCode.SMOKE_CHECK_FAILED)
                    .found("The query \"%s\" failed: %s.", sql.query(), e.getMessage())
                    .expected("%s.", sql.expected())
                    .remedy("Mend the release, or the check in stages.yml.")
                    .causedBy(e);
        }
    }

    /** Nobody approves a check, so what it may have written, by a function for example, is taken back. */
    private static String lookedUp(Connection connection, String query) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Objects.toString(rows.getString(1), "null") : "no row";
        } finally {
            connection.rollback(before);
        }
    }

    private static void compare(SmokeCheck.Sql sql, String answer) {
        if (!answer.strip().equals(sql.expected())) {
            throw CountersignException.problem(ProblemCode.SMOKE_CHECK_FAILED)
                    .found("The query \"%s\" answered \"%s\".", sql.query(), answer)
                    .expected("\"%s\".", sql.expected())
                    .remedy("Mend the release, or the check in stages.yml.")
                    .build();
        }
    }

    private static void await(SmokeCheck.Http check) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(check.url()))
                .timeout(Duration.ofSeconds(10))
                .build();
        long end = System.nanoTime() + check.timeout().toNanos();
        String last;
        do {
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == check.status()) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.getMessage() == null ? e.toString() : e.getMessage();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            pause();
        } while (System.nanoTime() < end);
        throw CountersignException.problem(ProblemCode.SMOKE_CHECK_FAILED)
                .found(
                        "GET %s did not answer as expected for %d s; last: %s.",
                        check.url(), check.timeout().toSeconds(), last)
                .expected("status %d.", check.status())
                .remedy("Look at the application's log.")
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CountersignException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return CountersignException.problem(ProblemCode.INTERRUPTED)
                .found("The check was interrupted.")
                .causedBy(e);
    }
}
