package io.countersign.database.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.ChangelogReader.Changelog;
import io.countersign.release.Changeset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangelogReaderTest {
    private static final Path EVERYTHING = Path.of("src/test/resources/changelogs/everything");

    @TempDir
    Path directory;

    private Folder folder;

    @BeforeEach
    void folder() throws IOException {
        folder = new Folder(Files.createDirectories(directory.resolve("changes")));
    }

    @Test
    void lists_exactly_the_files_that_are_used_in_any_way() {
        assertThat(read(EVERYTHING, "db/root.xml").files())
                .containsExactly(
                        "db/all/a.xml",
                        "db/all/b.xml",
                        "db/data/authors.csv",
                        "db/data/more-authors.csv",
                        "db/formatted.sql",
                        "db/more.json",
                        "db/names.properties",
                        "db/root.xml",
                        "db/scripts/cheap.sql",
                        "db/scripts/fill.sql",
                        "db/scripts/unfill.sql",
                        "db/tables.yaml");
    }

    @Test
    void tells_what_a_changeset_is() {
        List<Changeset> changesets = read(EVERYTHING, "db/root.xml").changesets();

        assertThat(named(changesets, "1").changes()).containsExactly("createTable", "createIndex");
        assertThat(named(changesets, "1").comment()).startsWith("The first table,");
        assertThat(named(changesets, "1").checksum()).isEqualTo("9:9d3709513434357fd0a990f560c555f7");
        assertThat(named(changesets, "1").reversible()).isTrue();
        assertThat(named(changesets, "script").reversible()).isTrue();
        assertThat(named(changesets, "last").reversible()).isFalse();
        assertThat(named(changesets, "sql-1").reversible()).isTrue();
        assertThat(named(changesets, "outside a transaction").transactional()).isFalse();
        assertThat(named(changesets, "always").repeatable()).isTrue();
        assertThat(named(changesets, "always").id().path()).isEqualTo("logical/path.xml");
        assertThat(named(changesets, "view").repeatable()).isTrue();
        assertThat(named(changesets, "last").repeatable()).isFalse();
    }

    @Test
    void lists_changesets_of_every_context_label_and_product() throws Exception {
        folder.xml(
                "root.xml",
                Folder.changeset("1", "context=\"test\"", "<sql>select 1</sql>")
                        + Folder.changeset("2", "labels=\"never\"", "<sql>select 2</sql>")
                        + Folder.changeset("3", "dbms=\"oracle\"", "<sql>select 3</sql>"));

        assertThat(read("root.xml").changesets())
                .extracting(changeset -> changeset.id().id())
                .containsExactly("1", "2", "3");
    }

    @Test
    void lists_the_files_that_other_products_use() throws Exception {
        folder.file("one.sql", "select 1").file("two.sql", "select 2").file("three.sql", "select 3");
        folder.xml(
                "root.xml",
                "<property name=\"script\" value=\"one.sql\" dbms=\"postgresql\"/>"
                        + "<property name=\"script\" value=\"two.sql\" dbms=\"h2,mariadb\"/>"
                        + Folder.changeset("1", "", "<sqlFile path=\"${script}\"/>")
                        + Folder.changeset("2", "", "<sqlFile path=\"three.sql\" dbms=\"oracle\"/>"));

        assertThat(read("root.xml").files()).containsExactly("one.sql", "root.xml", "three.sql", "two.sql");
    }

    @Test
    void lists_large_objects_that_data_names() throws Exception {
        folder.file("db/cover.bin", "x")
                .file("db/text/long.txt", "y")
                .file("db/picture.png", "z")
                .file("db/other.png", "z");
        folder.file(
                "db/data.csv",
                "id,cover,text,note\n1,cover.bin,text/long.txt,picture.png\n2,,inline. text/with slash,no\n");
        folder.xml(
                "db/root.xml",
                Folder.changeset(
                                "1",
                                "",
                                "<loadData tableName=\"t\" file=\"data.csv\" relativeToChangelogFile=\"true\">"
                                        + "<column name=\"cover\" type=\"BLOB\"/><column name=\"text\" type=\"CLOB\"/>"
                                        + "<column name=\"note\" type=\"STRING\"/></loadData>")
                        + Folder.changeset(
                                "2",
                                "",
                                "<insert tableName=\"t\"><column name=\"cover\" valueBlobFile=\"other.png\"/></insert>"));

        assertThat(read("db/root.xml").files())
                .containsExactly("db/cover.bin", "db/data.csv", "db/other.png", "db/root.xml", "db/text/long.txt");
    }

    @Test
    void takes_the_class_path_for_the_folder() throws Exception {
        folder.xml("db/part.xml", Folder.sql("1", "select 1"));
        folder.xml("root.xml", "<include file=\"classpath:db/part.xml\"/>");

        assertThat(read("root.xml").files()).containsExactly("db/part.xml", "root.xml");
    }

    @Test
    void reads_the_same_whatever_the_line_endings() throws Exception {
        folder.file("s.sql", "create table a (id int);\ninsert into a values (1);\n");
        folder.xml("root.xml", Folder.changeset("1", "", "<sqlFile path=\"s.sql\"/>") + Folder.sql("2", "select\n1"));
        List<Changeset> unix = read("root.xml").changesets();

        for (String name : List.of("s.sql", "root.xml")) {
            Path file = folder.root().resolve(name);
            Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
        }

        assertThat(read("root.xml").changesets()).isEqualTo(unix);
    }

    @Test
    void refuses_a_missing_include_and_tells_who_names_it() throws Exception {
        folder.xml("db/part.xml", "\n<include file=\"nowhere/else.xml\" relativeToChangelogFile=\"true\"/>");
        folder.xml("root.xml", "<include file=\"db/part.xml\"/>");

        CountersignException refusal = refusal("root.xml");

        assertThat(refusal.code()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
        assertThat(refusal.problem().found()).contains("db/part.xml line 3", "db/nowhere/else.xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sqlFile path=\"nowhere.sql\"/>",
                "<sqlFile path=\"nowhere.sql\" relativeToChangelogFile=\"true\"/>",
                "<loadData tableName=\"t\" file=\"nowhere.csv\"/>",
                "<createView viewName=\"v\" path=\"nowhere.sql\"/>",
                "<createProcedure path=\"nowhere.sql\"/>",
                "<insert tableName=\"t\"><column name=\"c\" valueClobFile=\"nowhere.txt\"/></insert>",
                "<sql>select 1</sql><rollback><sqlFile path=\"nowhere.sql\"/></rollback>",
                "<sqlFile path=\"nowhere.sql\" dbms=\"oracle\"/>",
            })
    void refuses_a_missing_file_of_a_changeset(String change) throws Exception {
        folder.xml("root.xml", Folder.changeset("1", "", change));

        CountersignException refusal = refusal("root.xml");

        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
        assertThat(refusal.problem().found()).contains("root.xml::1::ada", "nowhere.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<include file=\"../outside.xml\"/>",
                "<include file=\"db/../../outside.xml\"/>",
                "<include file=\"../outside.xml\" relativeToChangelogFile=\"true\"/>",
                "<include file=\"https://example.org/outside.xml\"/>",
                "<include file=\"file:///etc/passwd\"/>",
                "<includeAll path=\"../\"/>",
                "<property file=\"../outside.properties\"/>",
            })
    void refuses_what_lies_outside_of_the_folder(String include) throws Exception {
        new Folder(directory).xml("outside.xml", Folder.sql("1", "select 1")).file("outside.properties", "a=b");
        folder.xml("root.xml", include);

        CountersignException refusal = refusal("root.xml");

        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
    }

    @Test
    void refuses_a_link_that_leads_outside() throws Exception {
        new Folder(directory).xml("outside.xml", Folder.sql("1", "select 1"));
        Files.createDirectories(folder.root().resolve("all"));
        Files.createSymbolicLink(folder.root().resolve("all/link.xml"), directory.resolve("outside.xml"));
        folder.xml("one.xml", "<include file=\"all/link.xml\"/>");
        folder.xml("all.xml", "<includeAll path=\"all\"/>");

        assertThat(refusal("one.xml").code()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
        assertThat(refusal("all.xml").code()).isEqualTo(ProblemCode.CHANGELOG_INVALID);
    }

    @Test
    void refuses_another_spelling_of_a_name() throws Exception {
        folder.file("Fill.SQL", "select 1");
        folder.xml("root.xml", Folder.changeset("1", "", "<sqlFile path=\"fill.sql\"/>"));

        assertThat(refusal("root.xml").problem().found()).contains("Fill.SQL", "upper and lower case count");
    }

    @Test
    void refuses_external_entities() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "secret");
        for (String system : List.of(secret.toUri().toString(), "http://127.0.0.1:1/x", "jar:file:/x.jar!/y")) {
            folder.file(
                    "root.xml",
                    "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + system + "\">]>"
                            + "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\">"
                            + "<changeSet id=\"1\" author=\"a\"><sql>&x;</sql></changeSet></databaseChangeLog>");

            CountersignException refusal = refusal("root.xml");

            assertThat(refusal.code()).isEqualTo(ProblemCode.CHANGELOG_INVALID);
            assertThat(refusal.getMessage()).doesNotContain("secret\"");
        }
    }

    @Test
    void tells_file_and_line_of_a_mistake() throws Exception {
        folder.xml("part.xml", "\n<changeSet id=\"1\" author=\"a\"><createTabel/></changeSet>");
        folder.xml("root.xml", "<include file=\"part.xml\"/>");

        CountersignException refusal = refusal("root.xml");

        assertThat(refusal.code()).isEqualTo(ProblemCode.CHANGELOG_INVALID);
        assertThat(refusal.problem().found()).contains("part.xml", "line 3", "createTabel");
        assertThat(refusal.problem().found()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root.xml|",
                "root.xml|<databaseChangeLog",
                "root.xml|<html/>",
                "root.yaml|databaseChangeLog: [ - x",
                "root.yaml|something: else",
                "root.json|{ \"databaseChangeLog\": [",
                "root.sql|--liquibase formatted sql\n--changeset without an author\nselect 1;",
                "root.txt|whatever",
            })
    void refuses_what_is_no_changelog(String nameAndText) throws Exception {
        String name = nameAndText.substring(0, nameAndText.indexOf('|'));
        folder.file(name, nameAndText.substring(nameAndText.indexOf('|') + 1));

        CountersignException refusal = refusal(name);

        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ProblemCode.CHANGELOG_INVALID);
        assertThat(refusal.problem().found()).contains(name).doesNotContain("Exception");
    }

    @Test
    void refuses_a_changeset_that_is_there_twice() throws Exception {
        folder.xml("root.xml", Folder.sql("1", "select 1") + Folder.sql("1", "select 2"));

        assertThat(refusal("root.xml").problem().found()).contains("two changesets root.xml::1::ada");
    }

    @Test
    void allows_a_changeset_twice_for_different_products() throws Exception {
        folder.xml(
                "root.xml",
                Folder.changeset("1", "dbms=\"h2\"", "<sql>select 1</sql>")
                        + Folder.changeset("1", "dbms=\"postgresql\"", "<sql>select 2</sql>"));

        assertThat(read("root.xml").changesets()).hasSize(2);
    }

    @Test
    void refuses_what_only_the_environment_defines() throws Exception {
        folder.xml("root.xml", Folder.sql("1", "select '${java.version}'"));

        CountersignException refusal = refusal("root.xml");

        assertThat(refusal.code()).isEqualTo(ProblemCode.CHANGELOG_INVALID);
        assertThat(refusal.problem().found()).contains("${java.version}");
    }

    @Test
    void prefers_a_property_to_the_environment() throws Exception {
        folder.xml("a.xml", Folder.sql("1", "select 'mine'"));
        folder.xml(
                "b.xml",
                "<property name=\"java.version\" value=\"mine\"/>" + Folder.sql("1", "select '${java.version}'"));

        assertThat(read("b.xml").changesets().get(0).checksum())
                .isEqualTo(read("a.xml").changesets().get(0).checksum());
    }

    @Test
    void refuses_a_missing_root() {
        assertThat(refusal("root.xml").code()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
        assertThat(refusal("../root.xml").code()).isEqualTo(ProblemCode.CHANGELOG_FILE_MISSING);
    }

    private Changelog read(String changelog) {
        return read(folder.root(), changelog);
    }

    private static Changelog read(Path root, String changelog) {
        return new LiquibaseChangelogReader().read(root, changelog);
    }

    private CountersignException refusal(String changelog) {
        CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> read(changelog));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static Changeset named(List<Changeset> changesets, String id) {
        return changesets.stream()
                .filter(changeset -> changeset.id().id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
