package io.countersign.database.postgresql;

import io.countersign.release.Digest;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The advisory locks of one target. PostgreSQL keeps advisory locks apart by database, so a key only has to tell
 * Countersign's locks, and schemas, apart.
 *
 * @param session held by the dedicated connection: the lock proper
 * @param work held by the working connection, so that a statement which outlives a killed client keeps others out
 * @param bridge held in the maintenance database while nobody may be connected to the target
 * @param tool held by a psql that restores, which may outlive the process that started it
 * @param creation held while the ledger table is created
 */
record LockKeys(long session, long work, long bridge, long tool, long creation) {

    static LockKeys of(String database, String schema) {
        return new LockKeys(
                key("session", schema),
                key("work", schema),
                key("bridge", database + '\0' + schema),
                key("tool", schema),
                key("creation", ""));
    }

    /** The halves in which pg_locks shows a key. */
    static long high(long key) {
        return key >>> 32;
    }

    static long low(long key) {
        return key & 0xFFFF_FFFFL;
    }

    private static long key(String purpose, String scope) {
        String hex = Digest.of("countersign\0" + purpose + '\0' + scope).hex();
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).getLong();
    }
}
