package io.countersign.environment.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.TargetDatabase;
import io.countersign.database.Targets;
import io.countersign.problem.CountersignException;
import io.countersign.progress.Progress;
import io.countersign.promotion.MaskRule;
import io.countersign.promotion.MaskingRules;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierTest {
    @TempDir
    Path folder;

    private static TargetDatabase shop(Targets product) {
        TargetDatabase database = product.open();
        Targets.run(
                database,
                "create table customer (code varchar(20) primary key, last_name varchar(50) not null, e_mail varchar(80) unique,"
                        + " x1 varchar(80), status varchar(10), born date, created timestamp, salary decimal(10,2),"
                        + " password varchar(64), notes varchar(500), visits int)",
                "create table purchase (id bigint primary key, customer varchar(20) not null references customer (code), total decimal(9,2))",
                "create table databasechangelog (id varchar(255) not null, author varchar(255) not null)");
        for (int i = 0; i < 30; i++) {
            Targets.run(
                    database,
                    "insert into customer (code, last_name, e_mail, x1, status) values ('C" + i + "', 'Smith" + i
                            + "', 'a" + i + "@b.ch', 'x" + i + "@example.org', '" + (i % 2 == 0 ? "OPEN" : "CLOSED")
                            + "')");
        }
        return database;
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void suggests_rules_by_name_type_content_and_reference(Targets product) {
        try (TargetDatabase database = shop(product)) {
            Map<String, String> rules = new Classifier(database, Progress.silent())
                    .classify().stream()
                            .flatMap(table -> table.columns().stream()
                                    .map(column -> Map.entry(
                                            (table.name() + "." + column.name()).toLowerCase(Locale.ROOT),
                                            column.suggestion().rule().text())))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

            assertThat(rules)
                    .containsEntry("customer.code", "{ pseudonym: code }")
                    .containsEntry("customer.last_name", "{ pseudonym: name }")
                    .containsEntry("customer.e_mail", "{ pseudonym: e-mail }")
                    .containsEntry("customer.x1", "{ pseudonym: e-mail }")
                    .containsEntry("customer.status", "keep")
                    .containsEntry("customer.born", "{ shift: 90 days }")
                    .containsEntry("customer.created", "keep")
                    .containsEntry("customer.salary", "{ noise: 10% }")
                    .containsEntry("customer.password", "null")
                    .containsEntry("customer.notes", "{ pseudonym: text }")
                    .containsEntry("customer.visits", "keep")
                    .containsEntry("purchase.customer", "{ pseudonym: code }")
                    .containsEntry("purchase.id", "keep")
                    .hasSize(14);
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void what_is_written_can_be_read_and_classifies_everything(Targets product) throws IOException {
        try (TargetDatabase database = shop(product)) {
            String text =
                    RuleFile.text("PRD/prd", database.schema(), new Classifier(database, Progress.silent()).classify());

            MaskingRules rules = read(text);

            Masking masking = Masking.of(
                    rules,
                    Optional.of(MaskingKey.of(Secret.of("a key that the tests know well"))),
                    database.schema(),
                    SourceTables.of(database));
            assertThat(masking.columns()).hasSize(16);
        }
    }

    @Test
    void a_reference_must_be_masked_as_what_it_refers_to() throws IOException {
        try (TargetDatabase database = shop(Targets.H2)) {
            String text =
                    RuleFile.text("PRD/prd", database.schema(), new Classifier(database, Progress.silent()).classify());
            MaskingRules rules = read(text.replaceFirst("CUSTOMER: \\{ pseudonym: code }", "CUSTOMER: keep"));

            CountersignException problem = catchThrowableOfType(
                    CountersignException.class,
                    () -> Masking.of(rules, Optional.empty(), database.schema(), SourceTables.of(database)));

            assertThat(problem.problem().found())
                    .contains("PURCHASE.CUSTOMER")
                    .contains("it refers to PUBLIC.CUSTOMER.CODE, whose rule is { pseudonym: code }");
        }
    }

    @Test
    void sees_through_domains_arrays_and_inheritance_of_postgresql() {
        try (TargetDatabase database = Targets.POSTGRESQL.open()) {
            Targets.run(
                    database,
                    "create domain short as varchar(7)",
                    "create domain shorter as short check (length(value) < 5)",
                    "create type mood as enum ('good', 'bad')",
                    "create table t (a shorter, b text[], c mood, d int generated always as (length(a)) stored, e int4[],"
                            + " f jsonb, g bytea, h uuid, \"Odd name\" \"char\", i timestamptz, j interval) partition by list (a)",
                    "create table t1 partition of t for values in ('x')");

            List<TableFacts> tables = SourceTables.of(database);

            assertThat(tables).hasSize(1);
            List<ColumnFacts> columns = tables.get(0).columns();
            assertThat(columns.stream().map(ColumnFacts::type))
                    .containsExactly(
                            ValueType.TEXT,
                            ValueType.ARRAY,
                            ValueType.OTHER,
                            ValueType.INTEGER,
                            ValueType.ARRAY,
                            ValueType.JSON,
                            ValueType.BINARY,
                            ValueType.UUID,
                            ValueType.TEXT,
                            ValueType.TIMESTAMP,
                            ValueType.OTHER);
            assertThat(columns.get(0).length()).contains(7);
            assertThat(columns.get(1).element()).isEqualTo(ValueType.TEXT);
            assertThat(columns.get(2).typeName()).isEqualTo("enum mood");
            assertThat(columns.get(3).computed()).isTrue();
            assertThat(columns.get(4).element()).isEqualTo(ValueType.INTEGER);
            assertThat(Suggestion.byName(columns.get(2)).rule()).isEqualTo(new MaskRule.Keep());
        }
    }

    private MaskingRules read(String rules) throws IOException {
        Path file = folder.resolve("stages.yml");
        Files.writeString(
                file,
                "version: 1\nstages:\n  - name: DEV\n    targets: [ { name: dev, url: \"jdbc:h2:mem:dev\" } ]\n"
                        + rules.indent(4));
        return PromotionPathReader.read(file).stage("DEV").copies().masking().orElseThrow();
    }
}
