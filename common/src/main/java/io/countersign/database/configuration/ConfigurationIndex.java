package io.countersign.database.configuration;

import java.util.List;

/**
 * What a set of files with configuration data is: {@code index.json}.
 *
 * @param format of these files; {@value #FORMAT} is written
 * @param product the database product they were exported from, without its version
 * @param version the database version they were exported from
 * @param tables each has a file
 */
public record ConfigurationIndex(int format, String product, String version, List<String> tables) {
    public static final int FORMAT = 1;
    public static final String FILE = "index.json";

    public ConfigurationIndex {
        tables = List.copyOf(tables);
    }
}
