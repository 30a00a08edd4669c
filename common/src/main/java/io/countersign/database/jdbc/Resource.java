package io.countersign.database.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Texts that the product's jar carries. */
public final class Resource {
    private Resource() {}

    /**
     * Reads a text.
     *
     * @param name absolute
     */
    public static String text(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the product's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " could not be read from the product's jar", e);
        }
    }
}
