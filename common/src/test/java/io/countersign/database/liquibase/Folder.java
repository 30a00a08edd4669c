package io.countersign.database.liquibase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changelogs written by a test. */
record Folder(Path root) {
    private static final String HEAD = "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " xsi:schemaLocation=\"http://www.liquibase.org/xml/ns/dbchangelog"
            + " http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd\">\n";

    /** Writes any file. */
    Folder file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Writes an XML changelog around its content. */
    Folder xml(String name, String content) throws IOException {
        return file(name, HEAD + content + "\n</databaseChangeLog>\n");
    }

    /** A changeset of {@code ada} with SQL. */
    static String sql(String id, String sql) {
        return changeset(id, "", "<sql>" + sql + "</sql>");
    }

    static String changeset(String id, String attributes, String content) {
        return "<changeSet id=\"" + id + "\" author=\"ada\" " + attributes + ">" + content + "</changeSet>\n";
    }
}
