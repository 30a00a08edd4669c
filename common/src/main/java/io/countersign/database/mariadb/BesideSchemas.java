package io.countersign.database.mariadb;

import io.countersign.release.Digest;
import java.nio.charset.StandardCharsets;

/** The names of schemas that are made beside a target's. */
public final class BesideSchemas {
    private static final int LONGEST_NAME = 64;

    private BesideSchemas() {}

    /** What is to take the place of a schema. */
    public static String incoming(String live) {
        return fitting(live + "_cs_clone");
    }

    /** What something else has taken the place of. */
    static String outgoing(String live) {
        return fitting(live + "_cs_replaced");
    }

    /** Where a backup is tried. */
    static String trial(String live) {
        return "cs_trial_" + Digest.of(live).hex().substring(0, 16);
    }

    private static String fitting(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                ? name
                : "cs_" + Digest.of(name).hex().substring(0, 40);
    }
}
