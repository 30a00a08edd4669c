package io.countersign.database;

import io.countersign.release.Digest;
import java.util.Optional;

/**
 * A backup that was made, as the ledger records it.
 *
 * @param method {@link BackupMethod#name()}
 * @param location a file's absolute path, a database's name, or what the external command answered
 * @param digest of the file; empty where there is no file
 * @param size in bytes; 0 where unknown
 * @param fingerprint the schema that was saved
 */
public record Backup(String method, String location, Optional<Digest> digest, long size, Fingerprint fingerprint) {}
