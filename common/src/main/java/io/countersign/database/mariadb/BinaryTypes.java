package io.countersign.database.mariadb;

import java.util.Locale;
import java.util.Set;

/** The types whose values are bytes to a client, and no text. */
public final class BinaryTypes {
    private static final Set<String> NAMES = Set.of(
            "binary",
            "varbinary",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "bit",
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection",
            "vector");

    private BinaryTypes() {}

    /** @param type as the catalogue or a driver writes it, maybe with a length behind */
    public static boolean contains(String type) {
        return NAMES.contains(type.toLowerCase(Locale.ROOT).split("\\W", 2)[0]);
    }
}
