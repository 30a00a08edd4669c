package io.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.harness.TestDatabase;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectingTest {

    private static CountersignException refusal(ConnectionSettings settings) {
        return catchThrowableOfType(
                CountersignException.class,
                () -> TargetDatabases.connect(settings).close());
    }

    @ParameterizedTest
    @EnumSource
    void names_the_product_and_the_schema(Targets product) {
        try (TargetDatabase target = product.open()) {
            assertThat(target.product()).matches("(PostgreSQL|MariaDB|MySQL|H2) \\d+\\.\\d+.*");
            assertThat(target.schema()).isNotEmpty();
            assertThat(target.inventory().isEmpty()).isTrue();
            assertThat(target.size()).isNotNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_wrong_password_without_repeating_it(Targets product) {
        TestDatabase database = product.fresh();

        CountersignException refusal = refusal(Targets.settings(database.url(), database.user(), "verysecretpassword"));

        assertThat(refusal.code()).isEqualTo(ProblemCode.DATABASE_LOGIN_REFUSED);
        assertThat(refusal.getMessage()).contains("QAT/main", database.url(), database.user());
        assertThat(whole(refusal)).doesNotContain("verysecretpassword");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void tells_that_a_database_does_not_exist(Targets product) {
        TestDatabase database = product.fresh();

        CountersignException refusal = refusal(Targets.settings(
                database.url().replace(database.name(), "no_such_database"), database.user(), database.password()));

        assertThat(refusal.code()).isIn(ProblemCode.DATABASE_UNREACHABLE, ProblemCode.DATABASE_PERMISSION_MISSING);
        assertThat(refusal.getMessage()).contains("no_such_database");
    }

    @Test
    void tells_that_nobody_listens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        for (String scheme : new String[] {"postgresql", "mariadb", "mysql"}) {
            CountersignException refusal = refusal(
                    Targets.settings("jdbc:" + scheme + "://127.0.0.1:" + port + "/shop", "shop", "x-secret-x"));
            assertThat(refusal.code()).isEqualTo(ProblemCode.DATABASE_UNREACHABLE);
            assertThat(refusal.getMessage()).contains("127.0.0.1:" + port);
            assertThat(whole(refusal)).doesNotContain("x-secret-x");
        }
    }

    @Test
    void conceals_a_password_that_somebody_wrote_into_the_url() {
        CountersignException refusal =
                refusal(Targets.settings("jdbc:postgresql://127.0.0.1:1/shop?user=a&password=hunter2", "", ""));

        assertThat(whole(refusal)).doesNotContain("hunter2").contains("(hidden)");
    }

    @Test
    void refuses_a_database_without_a_driver() {
        CountersignException refusal = refusal(Targets.settings("jdbc:nosuch:thing", "", ""));

        assertThat(refusal.code()).isEqualTo(ProblemCode.DATABASE_UNSUPPORTED);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_schema_that_does_not_exist(Targets product) {
        ConnectionSettings settings = Targets.withSchema(Targets.settings(product.fresh()), "nowhere");

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> TargetDatabases.connect(settings))
                .withMessageContaining("nowhere");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void tells_that_a_privilege_is_missing(Targets product) {
        TestDatabase mine = product.fresh();
        TestDatabase theirs = product.fresh();

        try (TargetDatabase target =
                TargetDatabases.connect(Targets.settings(mine.url(), mine.user(), mine.password()))) {
            CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> {
                try (TargetDatabase other =
                        TargetDatabases.connect(Targets.settings(theirs.url(), mine.user(), mine.password()))) {
                    other.createLedger();
                }
            });
            assertThat(refusal.code()).isEqualTo(ProblemCode.DATABASE_PERMISSION_MISSING);
            assertThat(target.hasLedger()).isFalse();
        }
    }

    @Test
    void works_in_a_class_loader_that_driver_manager_does_not_know() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (TargetDatabase target = Targets.POSTGRESQL.open()) {
            assertThat(target.product()).startsWith("PostgreSQL");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String whole(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
