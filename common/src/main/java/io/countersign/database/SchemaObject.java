package io.countersign.database;

import java.util.Comparator;

/**
 * One object of a schema in a normalised form that is equal on equal databases, whatever they are called and whoever owns
 * them.
 *
 * @param kind for example {@code table}, {@code column}, {@code index}, {@code view}, {@code function}, {@code grant}
 * @param name qualified below the database, for example {@code public.book.title}
 * @param definition everything that matters about it, as one text
 */
public record SchemaObject(String kind, String name, String definition) implements Comparable<SchemaObject> {
    private static final Comparator<SchemaObject> ORDER = Comparator.comparing(SchemaObject::kind)
            .thenComparing(SchemaObject::name)
            .thenComparing(SchemaObject::definition);

    @Override
    public int compareTo(SchemaObject other) {
        return ORDER.compare(this, other);
    }
}
