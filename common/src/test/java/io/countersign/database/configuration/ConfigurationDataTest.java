package io.countersign.database.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.database.TargetDatabase;
import io.countersign.database.Targets;
import io.countersign.harness.MariaDbServer;
import io.countersign.harness.PostgresServer;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationDataTest {
    private static final List<String> TABLES = List.of("country", "region", "menu");

    private static final String REGION = "create table region (id int primary key, name varchar(50) not null)";

    private static TargetDatabase shop(Targets product) {
        TargetDatabase database = product.open();
        Targets.run(
                database,
                REGION,
                "create table country (code char(2) primary key, region int, name varchar(50), rate decimal(6,3),"
                        + " foreign key (region) references region (id))",
                "create table menu (id int primary key, parent int, label varchar(50) unique, foreign key (parent) references menu (id))",
                "create table customer (id int primary key, country char(2), foreign key (country) references country (code))",
                "insert into region values (1, 'Europe'), (2, 'Asia')",
                "insert into country values ('CH', 1, 'Switzerland', 7.700), ('DE', 1, null, 19), ('JP', 2, '', 10)",
                "insert into menu values (1, null, 'File'), (2, 1, 'Open')",
                "insert into customer values (1, 'CH')");
        return database;
    }

    private static ConfigurationFiles.Content export(TargetDatabase database) {
        return export(database, TABLES);
    }

    private static ConfigurationFiles.Content export(TargetDatabase database, List<String> tables) {
        return new ConfigurationData(database, Progress.silent()).export(tables, "1.0.0");
    }

    private static ConfigurationFiles.Content reread(ConfigurationFiles.Content content) {
        SortedMap<String, byte[]> files = ConfigurationFiles.write(content);
        return ConfigurationFiles.read("the files", name -> Optional.ofNullable(files.get(name)));
    }

    private static void apply(TargetDatabase database, List<TableChanges> changes) {
        new ConfigurationImport(database).reserveNumbers(changes);
        database.begin();
        try {
            new ConfigurationImport(database).apply(changes, Progress.silent());
            database.commit();
        } finally {
            database.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void writes_a_line_a_row_sorted_by_key(Targets product) {
        try (TargetDatabase database = shop(product)) {
            Targets.run(database, "insert into region values (10, 'x'), (9, 'tab\t quote \"\nline Ω 🙂')");

            Map<String, byte[]> files = ConfigurationFiles.write(export(database));

            String region = new String(files.getOrDefault("region.jsonl", new byte[0]), StandardCharsets.UTF_8);
            assertThat(region.lines().skip(1).map(line -> line.toLowerCase(java.util.Locale.ROOT)))
                    .containsExactly(
                            "{\"id\": \"1\", \"name\": \"europe\"}",
                            "{\"id\": \"2\", \"name\": \"asia\"}",
                            "{\"id\": \"9\", \"name\": \"tab\\t quote \\\"\\nline ω 🙂\"}",
                            "{\"id\": \"10\", \"name\": \"x\"}");
            assertThat(files).containsOnlyKeys("country.jsonl", "index.json", "menu.jsonl", "region.jsonl");
            assertThat(ConfigurationFiles.write(reread(export(database))).get("country.jsonl"))
                    .isEqualTo(files.get("country.jsonl"));
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void makes_another_database_equal_and_takes_it_back(Targets product) {
        try (TargetDatabase source = shop(product);
                TargetDatabase target = shop(product)) {
            Targets.run(
                    source,
                    "update country set name = 'Deutschland', rate = 16 where code = 'DE'",
                    "update country set region = null where code = 'JP'",
                    "delete from region where id = 2",
                    "insert into region values (3, 'America')",
                    "insert into country values ('US', 3, 'USA', 0)",
                    "insert into menu values (4, null, 'Edit'), (5, 4, 'More'), (3, 5, 'Recent')",
                    "delete from menu where id = 2",
                    "delete from menu where id = 1");
            ConfigurationFiles.Content wanted = reread(export(source));
            ConfigurationFiles.Content before = export(target);
            String schema = target.fingerprint().toString();

            List<TableChanges> changes = new ConfigurationImport(target).differences(wanted);
            assertThat(changes.stream().flatMap(table -> table.lines().stream()))
                    .contains("+ region 3", "- region 2", "+ country US", "- menu 1", "+ menu 5")
                    .anyMatch(line -> line.matches("(?i)~ country DE: name null → Deutschland, rate 19.000 → 16.000"));
            apply(target, changes);

            assertThat(export(target).tables()).isEqualTo(wanted.tables());
            assertThat(new ConfigurationImport(target).differences(wanted)).isEmpty();
            assertThat(target.fingerprint()).hasToString(schema);
            assertThat(Targets.number(target, "select count(*) from customer where country = 'CH'"))
                    .isOne();

            apply(target, changes.stream().map(TableChanges::inverse).toList());
            assertThat(export(target).tables()).isEqualTo(before.tables());
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void exchanges_unique_values_between_rows(Targets product) {
        String create = "create table slot (id int primary key, code varchar(10) not null unique, place int not null,"
                + " on_day date not null, label varchar(10), unique (place, on_day), unique (label))";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(
                    source,
                    create,
                    "insert into slot values (1, 'b', 1, '2026-01-02', 'two'), (2, 'c', 1, '2026-01-01', 'one'),"
                            + " (3, 'A', 4, '2026-01-01', 'three'), (5, 'd', 5, '2026-01-01', 'four')");
            Targets.run(
                    target,
                    create,
                    "insert into slot values (1, 'a', 1, '2026-01-01', 'one'), (2, 'b', 1, '2026-01-02', 'two'),"
                            + " (3, 'c', 3, '2026-01-01', 'three'), (4, 'd', 4, '2026-01-01', 'four'), (6, '~0', 7, '2026-01-01', '~0')");
            Targets.run(source, "insert into slot values (6, '~0', 7, '2026-01-01', '~0')");
            ConfigurationFiles.Content wanted = export(source, List.of("slot"));
            ConfigurationFiles.Content before = export(target, List.of("slot"));

            List<TableChanges> changes = new ConfigurationImport(target).differences(wanted);
            apply(target, changes);
            assertThat(export(target, List.of("slot")).tables()).isEqualTo(wanted.tables());

            apply(target, changes.stream().map(TableChanges::inverse).toList());
            assertThat(export(target, List.of("slot")).tables()).isEqualTo(before.tables());
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void exchanges_unique_values_of_bytes_and_of_truth_values_beside_others(Targets product) {
        String bytes = product == Targets.POSTGRESQL ? "bytea" : "varbinary(2)";
        String create = "create table seal (id int primary key, mark " + bytes
                + " not null unique, place int not null, up boolean not null, unique (place, up))";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(
                    source,
                    create,
                    "insert into seal values (1, " + bytes(product, "ffff") + ", 7, true), (2, " + bytes(product, "01")
                            + ", 7, false), (3, " + bytes(product, "fffe") + ", 8, true)");
            Targets.run(
                    target,
                    create,
                    "insert into seal values (1, " + bytes(product, "01") + ", 7, false), (2, " + bytes(product, "fffe")
                            + ", 7, true), (3, " + bytes(product, "ffff") + ", 8, true)");
            ConfigurationFiles.Content wanted = export(source, List.of("seal"));
            ConfigurationFiles.Content before = export(target, List.of("seal"));

            List<TableChanges> changes = new ConfigurationImport(target).differences(wanted);
            apply(target, changes);
            assertThat(export(target, List.of("seal")).tables()).isEqualTo(wanted.tables());

            apply(target, changes.stream().map(TableChanges::inverse).toList());
            assertThat(export(target, List.of("seal")).tables()).isEqualTo(before.tables());
        }
    }

    private static String bytes(Targets product, String hex) {
        return product == Targets.POSTGRESQL ? "'\\x" + hex + "'" : "x'" + hex + "'";
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void says_where_a_unique_value_cannot_be_exchanged(Targets product) {
        String create = "create table flag (id int primary key, up boolean not null unique)";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(source, create, "insert into flag values (1, true), (2, false)");
            Targets.run(target, create, "insert into flag values (1, false), (2, true)");
            List<TableChanges> changes = new ConfigurationImport(target).differences(export(source, List.of("flag")));

            CountersignException problem =
                    catchThrowableOfType(CountersignException.class, () -> apply(target, changes));

            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
            assertThat(problem.problem().found()).contains("nothing can stand in its place");
        }
    }

    /** {@code RESTRICT} is looked at in the middle of a transaction, too. */
    @ParameterizedTest
    @EnumSource(Targets.class)
    void removes_what_nobody_refers_to_any_more_where_references_restrict(Targets product) {
        List<String> tables = List.of("colour", "shade");
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            for (TargetDatabase database : List.of(source, target)) {
                Targets.run(
                        database,
                        "create table colour (code char(2) primary key, label varchar(9) unique)",
                        "create table shade (id int primary key, colour char(2) not null,"
                                + " foreign key (colour) references colour (code) on delete restrict)");
            }
            Targets.run(source, "insert into colour values ('XX', 'one')", "insert into shade values (1, 'XX')");
            Targets.run(
                    target,
                    "insert into colour values ('YY', 'one'), ('ZZ', 'two')",
                    "insert into shade values (1, 'YY'), (2, 'ZZ')");
            ConfigurationFiles.Content wanted = export(source, tables);
            ConfigurationFiles.Content before = export(target, tables);

            List<TableChanges> changes = new ConfigurationImport(target).differences(wanted);
            apply(target, changes);
            assertThat(export(target, tables).tables()).isEqualTo(wanted.tables());

            apply(target, changes.stream().map(TableChanges::inverse).toList());
            assertThat(export(target, tables).tables()).isEqualTo(before.tables());
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void exchanges_unique_values_where_few_others_fit(Targets product) {
        String create = "create table grade (id int primary key, letter char(1) not null unique,"
                + " place numeric(2) not null unique, size numeric(3,1) not null unique)";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(
                    source, create, "insert into grade values (1, 'A', 99, 99.9), (2, 'B', 98, 1), (3, '~', 97, 99)");
            Targets.run(
                    target, create, "insert into grade values (1, 'B', 98, 1), (2, 'A', 99, 99.9), (3, 'C', 1, 98)");
            ConfigurationFiles.Content wanted = export(source, List.of("grade"));

            apply(target, new ConfigurationImport(target).differences(wanted));

            assertThat(export(target, List.of("grade")).tables()).isEqualTo(wanted.tables());
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void says_where_no_other_unique_value_fits(Targets product) {
        String create = "create table digit (id int primary key, place numeric(1) not null unique)";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(source, create);
            Targets.run(target, create);
            for (int i = -9; i <= 9; i++) {
                Targets.run(source, "insert into digit values (" + i + ", " + i + ")");
                Targets.run(target, "insert into digit values (" + i + ", " + -i + ")");
            }
            List<TableChanges> changes = new ConfigurationImport(target).differences(export(source, List.of("digit")));

            CountersignException problem =
                    catchThrowableOfType(CountersignException.class, () -> apply(target, changes));

            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
            assertThat(problem.problem().found()).contains("nothing can stand in its place");
        }
    }

    /** PostgreSQL alters no table while checks of its rows wait for the end. */
    @Test
    void follows_a_changeset_whose_references_are_checked_at_the_end() {
        try (TargetDatabase source = Targets.POSTGRESQL.open();
                TargetDatabase target = Targets.POSTGRESQL.open()) {
            for (TargetDatabase database : List.of(source, target)) {
                Targets.run(
                        database,
                        "create table node (id int primary key, parent int references node deferrable initially deferred,"
                                + " label text)",
                        "insert into node values (1, null, 'x'), (2, 1, 'y')",
                        "create function touched() returns trigger language plpgsql as 'begin return new; end'",
                        "create trigger touch before update on node for each row execute function touched()");
            }
            Targets.run(
                    source,
                    "insert into node values (4, 2, '')",
                    "update node set label = 'z', parent = 4 where id = 2");
            ConfigurationFiles.Content wanted = export(source, List.of("node"));
            target.begin();
            Targets.run(target, "insert into node values (3, 1, 'new')");
            ConfigurationImport change = new ConfigurationImport(target);

            change.apply(change.differences(wanted), Progress.silent());
            target.commit();

            assertThat(export(target, List.of("node")).tables()).isEqualTo(wanted.tables());
            assertThat(Targets.number(
                            target, "select count(*) from pg_trigger where tgname = 'touch' and tgenabled = 'O'"))
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void refuses_to_remove_what_a_record_refers_to(Targets product) {
        try (TargetDatabase source = shop(product);
                TargetDatabase target = shop(product)) {
            Targets.run(
                    source,
                    "delete from customer",
                    "delete from country where code = 'CH'",
                    "insert into region values (7, 'new')");
            refused(target, reread(export(source)), "1 rows of");
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void refuses_to_remove_what_a_record_refers_to_even_where_that_would_remove_the_record(Targets product) {
        try (TargetDatabase source = shop(product);
                TargetDatabase target = shop(product)) {
            Targets.run(
                    target,
                    "create table visit (id int primary key, country char(2), constraint visit_country foreign key (country)"
                            + " references country (code) on delete cascade)",
                    "insert into visit values (1, 'JP')");
            Targets.run(source, "delete from country where code = 'JP'");
            refused(target, reread(export(source)), "country JP would be removed, but 1 rows of");
            assertThat(Targets.number(target, "select count(*) from visit")).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void refuses_rows_that_refer_to_nothing(Targets product) {
        try (TargetDatabase source = product.open();
                TargetDatabase target = shop(product)) {
            Targets.run(
                    source,
                    REGION,
                    "create table country (code char(2) primary key, region int, name varchar(50), rate decimal(6,3))",
                    "create table menu (id int primary key, parent int, label varchar(50) unique)",
                    "insert into region values (1, 'Europe'), (2, 'Asia')",
                    "insert into country values ('CH', 1, 'Switzerland', 7.700), ('XX', 99, 'Nowhere', 0)");
            refused(target, reread(export(source)), "");
        }
    }

    private static void refused(TargetDatabase target, ConfigurationFiles.Content wanted, String why) {
        ConfigurationFiles.Content before = export(target);
        List<TableChanges> changes = new ConfigurationImport(target).differences(wanted);

        CountersignException problem = catchThrowableOfType(CountersignException.class, () -> apply(target, changes));

        assertThat(problem.code()).as(problem.getMessage()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
        assertThat(problem.problem().found()).contains(why);
        assertThat(export(target).tables()).isEqualTo(before.tables());
        Targets.run(target, "insert into customer values (2, 'DE')");
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void refuses_tables_without_a_key_without_a_name_and_of_countersign_itself(Targets product) {
        try (TargetDatabase database = product.open()) {
            Targets.run(database, "create table loose (a int)");
            database.createLedger();
            for (String table :
                    List.of("loose", "nothing", database.ledgerTable().replaceAll("[`\"]", ""))) {
                CountersignException problem = catchThrowableOfType(
                        CountersignException.class,
                        () -> new ConfigurationData(database, Progress.silent()).export(List.of(table), "1"));
                assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
            }
        }
    }

    @Test
    void refuses_what_row_level_security_hides() throws SQLException {
        try (TargetDatabase open = shop(Targets.POSTGRESQL);
                TargetDatabase hiding = shop(Targets.POSTGRESQL)) {
            ConfigurationFiles.Content wanted = export(open);
            Targets.run(
                    hiding,
                    "alter table region enable row level security",
                    "create policy one on region using (id = 1)");
            assertThat(export(hiding).tables()).as("its owner sees all").isEqualTo(wanted.tables());

            Targets.run(hiding, "alter table region force row level security");
            assertThat(Targets.number(hiding, "select count(*) from region")).isOne();
            expectHidden(() -> export(hiding));
            expectHidden(() -> new ConfigurationImport(hiding).differences(wanted));
            assertThat(Targets.number(hiding, "select count(*) from region"))
                    .as("the session is what it was")
                    .isOne();

            administrate("alter role " + hiding.settings().user().orElseThrow() + " bypassrls");
            assertThat(export(hiding).tables()).isEqualTo(wanted.tables());
        }
    }

    @Test
    void counts_records_that_row_level_security_hides() {
        try (TargetDatabase source = shop(Targets.POSTGRESQL);
                TargetDatabase target = shop(Targets.POSTGRESQL)) {
            Targets.run(source, "delete from customer", "delete from country where code = 'CH'");
            Targets.run(
                    target,
                    "alter table customer enable row level security",
                    "alter table customer force row level security",
                    "create policy none on customer using (false)");
            List<TableChanges> changes = new ConfigurationImport(target).differences(export(source));

            expectHidden(() -> apply(target, changes));
        }
    }

    /** A check behind the import sees what the account may see. */
    @Test
    void leaves_row_level_security_to_the_rest_of_the_transaction() {
        try (TargetDatabase source = shop(Targets.POSTGRESQL);
                TargetDatabase target = shop(Targets.POSTGRESQL)) {
            Targets.run(source, "insert into region values (3, 'Africa')");
            Targets.run(
                    target,
                    "create table secret (i int)",
                    "insert into secret values (1)",
                    "alter table secret enable row level security",
                    "alter table secret force row level security");
            List<TableChanges> changes = new ConfigurationImport(target).differences(export(source));
            target.begin();

            new ConfigurationImport(target).apply(changes, Progress.silent());

            assertThat(Targets.number(target, "select count(*) from secret")).isZero();
            target.rollback();
        }
    }

    private static void expectHidden(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        CountersignException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED))
                .hasMessageContaining("BYPASSRLS");
    }

    private static void administrate(String sql) throws SQLException {
        try (Connection connection = PostgresServer.shared().administration().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void refuses_other_columns(Targets product) {
        try (TargetDatabase source = shop(product);
                TargetDatabase target = shop(product)) {
            Targets.run(source, "alter table menu add column icon varchar(10)");
            CountersignException problem = catchThrowableOfType(
                    CountersignException.class, () -> new ConfigurationImport(target).differences(export(source)));
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_REFUSED);
            assertThat(problem.problem().found()).containsIgnoringCase("icon");
        }
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void numbers_given_out_go_on_behind_the_imported_ones(Targets product) {
        String create = "create table rate (id "
                + (product == Targets.MARIADB ? "int auto_increment" : "int generated always as identity")
                + " primary key, label varchar(10))";
        try (TargetDatabase source = product.open();
                TargetDatabase target = product.open()) {
            Targets.run(source, create, "insert into rate (label) values ('a'), ('b'), ('c')");
            Targets.run(target, create);
            ConfigurationFiles.Content wanted = export(source, List.of("rate"));

            apply(target, new ConfigurationImport(target).differences(wanted));
            Targets.run(target, "insert into rate (label) values ('d')");

            assertThat(Targets.number(target, "select id from rate where label = 'd'"))
                    .isEqualTo(4);
        }
    }

    private static void goesThereAndBack(String table, TargetDatabase source, TargetDatabase target) {
        ConfigurationFiles.Content wanted = reread(export(source, List.of(table)));

        apply(target, new ConfigurationImport(target).differences(wanted));

        assertThat(export(target, List.of(table)).tables()).isEqualTo(wanted.tables());
    }

    @Test
    void every_type_of_postgresql_goes_there_and_back() {
        String create =
                "create table kind (id bigint primary key, t text, v varchar(9), c char(5), n numeric, n2 numeric(30,10),"
                        + " r real, d double precision, b bytea, bo boolean, da date, ti time, ts timestamp, tz timestamptz, iv interval,"
                        + " u uuid, j json, jb jsonb, a int[], ta text[], ip inet, x xml, bits bit(5), rng int4range, m mood, dom short,"
                        + " g bigint generated always as (id * 2) stored)";
        try (TargetDatabase source = Targets.POSTGRESQL.open();
                TargetDatabase target = Targets.POSTGRESQL.open()) {
            for (TargetDatabase database : List.of(source, target)) {
                Targets.run(
                        database,
                        "create type mood as enum ('good', 'very bad')",
                        "create domain short as varchar(7)",
                        create,
                        "set timezone to " + (database == source ? "'Asia/Tokyo'" : "'America/Lima'"));
            }
            Targets.run(
                    source,
                    "insert into kind values (4611686018427387903, E'a\\nb\\t\"\\\\ Ω🙂', '', 'ab', 12345678901234567890.0987654321000,"
                            + " 0.1, 0.1, 1e-300, '\\x00ff10', true, '0044-03-15 BC', '23:59:59.999999', '2024-02-29 12:34:56.789',"
                            + " '2024-07-01 00:00:00+09', '1 year -3 days 04:05:06.7', gen_random_uuid(), '{\"b\": 1, \"a\":  2, \"a\": 3}',"
                            + " '{\"b\": 1.10}', '{1,NULL,3}', null, '10.0.0.0/8', '<a>x</a>', B'10101', '[1,5)', 'very bad', 'dom')",
                    "insert into kind (id, n, d, ts) values (2, 'NaN', 'Infinity', 'infinity'), (1, 0.00, '-0', null)");
            goesThereAndBack("kind", source, target);
            assertThat(Targets.number(
                            target, "select count(*) from kind where tz = '2024-07-01 00:00:00+09' and g is not null"))
                    .isOne();
        }
    }

    @Test
    void every_type_of_mariadb_goes_there_and_back() {
        String uuid = MariaDbServer.shared().isMySql() ? "varchar(36)" : "uuid";
        String create =
                "create table kind (id bigint unsigned primary key, t text, c char(5), n decimal(30,10), f float, d double,"
                        + " b blob, bi bit(9), vb varbinary(5), da date, ti time(6), ts timestamp(6) null, dt datetime(3), y year, j json,"
                        + " e enum('a','b c'), s set('x','y'), u " + uuid + ", g bigint as (id * 2) stored)";
        try (TargetDatabase source = Targets.MARIADB.open();
                TargetDatabase target = Targets.MARIADB.open()) {
            Targets.run(source, create, "set session time_zone = '+09:00'");
            Targets.run(target, create, "set session time_zone = '-05:00'");
            Targets.run(
                    source,
                    "insert into kind (id,t,c,n,f,d,b,bi,vb,da,ti,ts,dt,y,j,e,s,u) values (1844674407370955, 'a\\nb \\\"Ω🙂', 'ab',"
                            + " 12345678901234567890.0987654321, 16777.217, 1e-300, x'00ff10', b'101010101', x'00', '2024-02-29',"
                            + " '-23:59:59.999999', '2024-07-01 00:00:00.123456', '2024-02-29 12:34:56.789', 1999, '{\"a\": 1.10}', 'b c',"
                            + " 'x,y', uuid())",
                    "insert into kind (id, t) values (2, ''), (0, null)");
            goesThereAndBack("kind", source, target);
        }
    }

    @Test
    void every_shape_of_mariadb_goes_there_and_back() {
        String create =
                "create table zone (id int primary key, area polygon, line linestring, place point, areas multipolygon,"
                        + " stops multipoint, roads multilinestring, everything geometrycollection, shape geometry)";
        try (TargetDatabase source = Targets.MARIADB.open();
                TargetDatabase target = Targets.MARIADB.open()) {
            Targets.run(
                    source,
                    create,
                    "insert into zone values (1, ST_GeomFromText('POLYGON((0 0,200 0,200 200,0 0))'),"
                            + " ST_GeomFromText('LINESTRING(0 0,200 1)'), ST_GeomFromText('POINT(200 1)'),"
                            + " ST_GeomFromText('MULTIPOLYGON(((0 0,200 0,200 200,0 0)))'),"
                            + " ST_GeomFromText('MULTIPOINT(0 0,200 1)'), ST_GeomFromText('MULTILINESTRING((0 0,200 1))'),"
                            + " ST_GeomFromText('GEOMETRYCOLLECTION(POINT(200 1))'), ST_GeomFromText('POINT(200 1)'))");
            Targets.run(target, create);
            goesThereAndBack("zone", source, target);
        }
    }

    @Test
    void every_type_of_h2_goes_there_and_back() {
        String create =
                "create table kind (id bigint primary key, t clob, v varchar(50), c char(5), n numeric(30,10), r real, d double"
                        + " precision, df decfloat(20), b binary varying(10), bl blob, bo boolean, da date, ti time(6), ts timestamp(9), tz timestamp"
                        + " with time zone, u uuid, j json, e enum('a', 'b'), g bigint generated always as (id * 2))";
        try (TargetDatabase source = Targets.H2.open();
                TargetDatabase target = Targets.H2.open()) {
            Targets.run(source, create);
            Targets.run(target, create);
            Targets.run(
                    source,
                    "insert into kind (id,t,v,c,n,r,d,df,b,bl,bo,da,ti,ts,tz,u,j,e) values (1, 'clob Ω🙂', '', 'ab', 12345678901234567890.0987654321,"
                            + " 0.1, 1e-300, 1.50, x'00ff', x'0102', true, date '2024-02-29', time '23:59:59.999999',"
                            + " timestamp '2024-02-29 12:34:56.123456789', timestamp with time zone '2024-07-01 00:00:00+09', random_uuid(),"
                            + " json '{\"a\": 1.10}', 'b')",
                    "insert into kind (id) values (2)");
            goesThereAndBack("kind", source, target);
        }
    }

    @Test
    void triggers_of_postgresql_are_silent_meanwhile_and_as_before_afterwards() {
        try (TargetDatabase source = shop(Targets.POSTGRESQL);
                TargetDatabase target = shop(Targets.POSTGRESQL)) {
            for (TargetDatabase database : List.of(source, target)) {
                Targets.run(
                        database,
                        "create table audit (what text)",
                        "create function noted() returns trigger language plpgsql as $$ begin insert into audit values (tg_name);"
                                + " return new; end $$",
                        "create trigger \"on\" after insert on region for each row execute function noted()",
                        "create trigger off after insert on region for each row execute function noted()",
                        "create trigger \"always on\" after insert on region for each row execute function noted()",
                        "alter table region disable trigger off",
                        "alter table region enable always trigger \"always on\"");
            }
            Targets.run(source, "insert into region values (3, 'America')");
            String schema = target.fingerprint().toString();

            apply(target, new ConfigurationImport(target).differences(export(source)));

            assertThat(Targets.number(target, "select count(*) from audit")).isZero();
            Targets.run(target, "insert into region values (4, 'Africa')");
            assertThat(Targets.number(target, "select count(*) from audit")).isEqualTo(2);
            assertThat(target.fingerprint()).hasToString(schema);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region.jsonl|{\"id\": 1, \"name\": \"x\"}|line 2, has no text or null for the column",
                "region.jsonl|{\"id\": \"1\"}|line 2, has no text or null for the column",
                "region.jsonl|{\"id\": \"1\", \"name\": \"x\", \"more\": \"y\"}|line 2, has other columns than",
                "region.jsonl|{\"id\": \"1\", \"id\": \"2\", \"name\": \"x\"}|line 2, cannot be read",
                "region.jsonl|rubbish|line 2, cannot be read",
                "index.json|rubbish|index.json cannot be read"
            })
    void refuses_files_that_nobody_exported(String mistake) {
        String[] parts = mistake.split("\\|", 3);
        Map<String, byte[]> files = new HashMap<>(ConfigurationFiles.write(new ConfigurationFiles.Content(
                new ConfigurationIndex(1, "H2", "1", List.of("region")),
                List.of(new ConfigurationRows("region", List.of("id"), List.of("id", "name"), List.of())))));
        String text = new String(files.getOrDefault(parts[0], new byte[0]), StandardCharsets.UTF_8);
        files.put(
                parts[0],
                ((parts[0].startsWith("index") ? "" : text) + parts[1] + "\n").getBytes(StandardCharsets.UTF_8));

        CountersignException problem = catchThrowableOfType(
                CountersignException.class,
                () -> ConfigurationFiles.read("data", name -> Optional.ofNullable(files.get(name))));

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_INVALID);
        assertThat(problem.problem().found()).contains(parts[2]);
    }

    @Test
    void refuses_files_that_are_not_written_in_utf_8() {
        Map<String, byte[]> files = new HashMap<>(ConfigurationFiles.write(new ConfigurationFiles.Content(
                new ConfigurationIndex(1, "H2", "1", List.of("city")),
                List.of(new ConfigurationRows(
                        "city",
                        List.of("id"),
                        List.of("id", "name"),
                        List.of(
                                List.of(Optional.of("1"), Optional.of("Bern")),
                                List.of(Optional.of("2"), Optional.of("Zürich"))))))));
        files.computeIfPresent(
                "city.jsonl",
                (name, bytes) -> new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1));

        CountersignException problem = catchThrowableOfType(
                CountersignException.class,
                () -> ConfigurationFiles.read("data", name -> Optional.ofNullable(files.get(name))));

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_DATA_INVALID);
        assertThat(problem.problem().found()).contains("data/city.jsonl, line 3, is not written in UTF-8");
    }
}
