package io.countersign.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.TargetDatabase;
import io.countersign.database.Targets;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.Neutralising;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeutraliserTest {
    private static final Neutralising MAIL =
            new Neutralising("no mail leaves", "update setting set content = 'localhost' where name = 'smtp'");

    @ParameterizedTest
    @EnumSource(Targets.class)
    void runs_the_statements_in_order_and_tells_how_many_rows_they_changed(Targets product) {
        try (TargetDatabase copy = settings(product)) {
            List<Neutraliser.Neutralised> done = new Neutraliser(copy.errors(), Progress.silent())
                    .run(
                            copy.connection(),
                            List.of(MAIL, new Neutralising("no jobs", "delete from setting where name <> 'smtp'")));

            assertThat(done)
                    .containsExactly(
                            new Neutraliser.Neutralised("no mail leaves", 1),
                            new Neutraliser.Neutralised("no jobs", 2));
            assertThat(Targets.number(copy, "select count(*) from setting where content = 'localhost'"))
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void takes_everything_back_where_one_statement_fails_and_names_it(Targets product) {
        try (TargetDatabase copy = settings(product)) {
            CountersignException problem = catchThrowableOfType(
                    CountersignException.class,
                    () -> new Neutraliser(copy.errors(), Progress.silent())
                            .run(
                                    copy.connection(),
                                    List.of(MAIL, new Neutralising("stop the jobs", "delete from jobs"))));

            assertThat(problem.code()).isEqualTo(ProblemCode.DATABASE_FAILED);
            assertThat(problem.problem().found()).contains("stop the jobs");
            assertThat(Targets.number(copy, "select count(*) from setting where content = 'localhost'"))
                    .isZero();
        }
    }

    private static TargetDatabase settings(Targets product) {
        TargetDatabase database = product.open();
        Targets.run(
                database,
                "create table setting (name varchar(20) primary key, content varchar(50))",
                "insert into setting values ('smtp', 'mail.example.org'), ('job1', 'on'), ('job2', 'on')");
        return database;
    }
}
