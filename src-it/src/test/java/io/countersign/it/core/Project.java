package io.countersign.it.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project in a real git repository, made by the real git with settings of its own. */
record Project(Path folder) {
    static final String FIRST_CHANGES = """
            --liquibase formatted sql
            --changeset ada:1
            create table book (id int primary key, title varchar(100) not null);
            --rollback drop table book;
            --changeset ada:2
            insert into book (id, title) values (1, 'Emma');
            --rollback delete from book where id = 1;
            """;
    static final String SECOND_CHANGES = """
            --liquibase formatted sql
            --changeset ada:3
            alter table book add price decimal(10, 2);
            --rollback alter table book drop column price;
            --changeset ada:4
            update book set price = 12.50 where id = 1;
            --rollback update book set price = null where id = 1;
            --changeset ada:5
            create table author (id int primary key, name varchar(100) not null);
            --rollback drop table author;
            --changeset ada:6
            insert into author (id, name) values (1, 'Jane Austen');
            --rollback delete from author where id = 1;
            """;

    static Project bookshop(Path folder) {
        Project project = new Project(folder);
        project.write(".gitignore", "target/\n");
        project.git("init", "-q", "-b", "main");
        project.configure("bookshop", "");
        project.write("db/changelog.xml", """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <includeAll path="changes" relativeToChangelogFile="true"/>
                </databaseChangeLog>
                """);
        return project;
    }

    /** @param more lines for the end of countersign.yml */
    void configure(String application, String more) {
        write("countersign.yml", """
                version: 1
                application: %s
                tag: v{version}
                changes: { root: db, changelog: changelog.xml }
                application-files: [ { directory: target, include: "*.jar" } ]
                %s
                """.formatted(application, more));
    }

    /** One more file of changesets. */
    void changes(String name, String sql) {
        write("db/changes/" + name + ".sql", sql);
    }

    /** A table of configuration data, and a folder for its files. */
    void genres() {
        configure("bookshop", "configuration: { directory: data, tables: [ genre ] }");
        changes("0", """
                --liquibase formatted sql
                --changeset ada:0
                create table genre (id int primary key, label varchar(100) not null);
                insert into genre (id, label) values (1, 'Novel');
                insert into genre (id, label) values (2, 'Drama');
                --rollback drop table genre;
                """);
        write("data/.keep", "");
    }

    void commitAndTag(String version) {
        write("target/bookshop.jar", "the bookshop " + version + "\n");
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "Version " + version);
        git("tag", "-a", "v" + version, "-m", "Version " + version);
    }

    Path write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void git(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
