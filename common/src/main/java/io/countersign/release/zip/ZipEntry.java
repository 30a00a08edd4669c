package io.countersign.release.zip;

/**
 * A stored entry.
 *
 * @param offset of its data in the file
 */
public record ZipEntry(String name, long offset, long size, int crc, boolean executable) {}
