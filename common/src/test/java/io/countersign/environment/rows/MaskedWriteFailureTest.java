package io.countersign.environment.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.SqlErrors;
import io.countersign.environment.masking.ColumnFacts;
import io.countersign.environment.masking.Masking;
import io.countersign.environment.masking.TableFacts;
import io.countersign.environment.masking.TableMask;
import io.countersign.environment.masking.ValueType;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import io.countersign.secret.Secret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedWriteFailureTest {
    private static final SqlErrors ERRORS = new SqlErrors(new ConnectionSettings(
            "QAT/main",
            "jdbc:mariadb://localhost/x",
            Optional.empty(),
            Secret.of("hunter2hunter2"),
            Optional.empty(),
            Duration.ofSeconds(1)));

    private static ColumnFacts column(String name) {
        return new ColumnFacts(
                name,
                "varchar",
                ValueType.TEXT,
                ValueType.OTHER,
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                Optional.empty(),
                false);
    }

    private static CountersignException failure(String message, String state, int number) {
        TableFacts facts = new TableFacts("shop", "t", List.of(column("name"), column("kind")), List.of());
        TableMask mask = Masking.of(
                        new MaskingRules(
                                Optional.empty(),
                                Map.of("t", Map.of("name", new MaskRule.Constant("x"), "kind", new MaskRule.Keep()))),
                        Optional.empty(),
                        "shop",
                        List.of(facts))
                .table("shop", "t", List.of("name", "kind"));
        RowTable table = new RowTable(
                "t",
                "shop",
                "t",
                "`t`",
                List.of(
                        new RowTable.RowColumn("name", "`name`", "`name`", "?", Carrier.TEXT),
                        new RowTable.RowColumn("kind", "`kind`", "`kind`", "?", Carrier.TEXT)),
                "",
                1);
        return MaskedWriteFailure.of(table, mask, ERRORS, new SQLException(message, state, number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Incorrect string value: 'canary' for column `shop`.`t`.`name` at row 1 | 22007 | 1366 | MASKING_UNFIT | t.name",
                "Incorrect string value: 'canary' for column 'name' at row 1 | HY000 | 1366 | MASKING_UNFIT | t.name",
                "Data truncated for column 'kind' at row 1 | 01000 | 1265 | CLONE_FAILED | t.kind, which no rule changes",
                "CONSTRAINT `canary` failed for `shop`.`t` | 23000 | 4025 | MASKING_UNFIT | a column of t",
                "Duplicate entry 'canary' for key 'PRIMARY' | 23000 | 1062 | MASKING_UNFIT | the same values in a key",
                "Lock wait timeout exceeded | HY000 | 1205 | DATABASE_FAILED | while rows of t were written"
            })
    void says_what_does_not_fit_where_and_no_value(
            String message, String state, int number, ProblemCode code, String found) {
        CountersignException problem = failure(message, state, number);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.problem().found()).contains(found);
        for (Throwable link = problem; link != null; link = link.getCause()) {
            assertThat(link.toString()).doesNotContain("canary");
        }
    }

    @Test
    void names_the_column_of_h2() {
        assertThat(failure("Value too long for column \"name CHARACTER VARYING(3)\": \"'canary' (6)\"", "22001", 22001)
                        .problem()
                        .found())
                .isEqualTo("What the rule for t.name makes of a value does not fit.");
    }
}
