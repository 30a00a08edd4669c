package io.countersign.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.TableShape;
import io.countersign.database.TargetDatabase;
import io.countersign.database.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of one database are found in another by their keys. */
class TextRowsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void also_by_keys_that_are_no_text(Targets product) throws Exception {
        try (TargetDatabase database = product.open()) {
            boolean postgres = product == Targets.POSTGRESQL;
            String type = postgres ? "bytea" : "binary(4)";
            String literal = postgres ? "'\\x00ff1e0a'" : "x'00ff1e0a'";
            Targets.run(
                    database,
                    "create table token (id " + type + ", part int, note varchar(9), primary key (id, part))",
                    "insert into token values (" + literal + ", 1, 'one'), (" + literal + ", 2, 'two')");
            TableShape shape =
                    database.shape(postgres ? "public.token" : "token").orElseThrow();
            TextRows rows = new TextRows(database.another(), shape);
            List<Map<String, String>> all = new ArrayList<>();

            rows.batches(10, all::addAll);

            assertThat(all).hasSize(2);
            assertThat(rows.find(all)).hasSize(2);
        }
    }
}
