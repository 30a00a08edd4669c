package io.countersign.release;

/**
 * One file of a release.
 *
 * @param path inside the zip, with {@code /}, below one of {@code changes/}, {@code application/} and
 *     {@code configuration/}
 * @param size in bytes
 * @param executable whether its owner may run it once it is unpacked
 */
public record ManifestEntry(String path, long size, Digest sha256, boolean executable) {}
