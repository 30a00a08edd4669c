package io.countersign.database.jdbc;

import io.countersign.release.Digest;
import java.nio.charset.StandardCharsets;

/**
 * How the ledger table is called inside Countersign's own schema. Several targets can be schemas of one database, so each
 * schema but the default one has a ledger of its own.
 */
public final class LedgerName {
    private static final String PLAIN = "ledger";
    private static final int LONGEST = 63;

    private LedgerName() {}

    /**
     * The table's name, not longer than any product allows.
     *
     * @param schema empty for the database's default schema, or the database as a whole
     */
    public static String of(String schema) {
        if (schema.isEmpty()) {
            return PLAIN;
        }
        String name = PLAIN + "_" + schema;
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                ? name
                : PLAIN + "_" + Digest.of(schema).hex().substring(0, 32);
    }
}
