package io.countersign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A number of SQL changes, a file each, in the forms that the contestants read: the same statements in the same order. Of ten
 * changes two create a table, two add a column, two an index, three write rows, one a comment.
 */
record Changes(int count) {

    /** {@code V00001__change.sql}, as Flyway wants them. */
    void writeFlyway(Path folder) {
        for (int i = 1; i <= count; i++) {
            write(folder.resolve(String.format(Locale.ROOT, "V%05d__change.sql", i)), statement(i) + ";\n");
        }
    }

    /** Formatted SQL below {@code changes/} and {@code changelog.xml} that includes them all. */
    void writeLiquibase(Path folder) {
        write(folder.resolve("changelog.xml"), """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <includeAll path="changes" relativeToChangelogFile="true"/>
                </databaseChangeLog>
                """);
        for (int i = 1; i <= count; i++) {
            write(folder.resolve(String.format(Locale.ROOT, "changes/%05d.sql", i)), """
                    --liquibase formatted sql
                    --changeset ada:%d
                    %s;
                    --rollback %s;
                    """.formatted(
                            i, statement(i), undo(i)));
        }
    }

    /** One script for psql: one transaction, a history row for each change. */
    void writePsql(Path file) {
        StringBuilder script = new StringBuilder("""
                begin;
                create table history (id text primary key, digest text not null, applied timestamptz not null default now());
                """);
        for (int i = 1; i <= count; i++) {
            script.append(statement(i)).append(";\n");
            script.append("insert into history (id, digest) values ('")
                    .append(i)
                    .append("', md5('")
                    .append(i)
                    .append("'));\n");
        }
        write(file, script.append("commit;\n").toString());
    }

    private static String statement(int i) {
        int table = table(i);
        return switch (i % 5) {
            case 1 ->
                "create table t" + table + " (id bigint primary key, name varchar(100) not null, created timestamp)";
            case 2 -> "alter table t" + table + " add column price numeric(10, 2) default 0 not null";
            case 3 -> "create index t" + table + "_name on t" + table + " (name)";
            case 4 -> "insert into t" + table + " (id, name) values (1, 'one'), (2, 'two'), (3, 'three')";
            default ->
                i % 10 == 0
                        ? "comment on table t" + table + " is 'the table made by change " + (i - 4) + "'"
                        : "update t" + table + " set price = 12.5 where id = 2";
        };
    }

    private static String undo(int i) {
        int table = table(i);
        return switch (i % 5) {
            case 1 -> "drop table t" + table;
            case 2 -> "alter table t" + table + " drop column price";
            case 3 -> "drop index t" + table + "_name";
            case 4 -> "delete from t" + table;
            default ->
                i % 10 == 0
                        ? "comment on table t" + table + " is null"
                        : "update t" + table + " set price = 0 where id = 2";
        };
    }

    /** Five changes in a row work on one table. */
    private static int table(int i) {
        return (i - 1) / 5;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
