package io.countersign.environment;

import java.util.Optional;

/**
 * What was copied of one table.
 *
 * @param table qualified and quoted as in SQL
 * @param rows as many as the copy holds
 * @param bytes of the stream that carried them, or of the files that the server copied
 * @param digest {@link RowDigest} over the rows, equal when read from the source and when read back from the copy; empty where
 *     the server copied the files themselves
 * @param limited why not all rows were taken; empty where they were
 */
public record TableReceipt(String table, long rows, long bytes, Optional<String> digest, Optional<String> limited) {}
