package io.countersign.release.zip;

/**
 * The part of the zip format (PKWARE's APPNOTE 6.3) that a release uses: entries stored one behind the other without gaps,
 * names in UTF-8, no extra fields, comments, data descriptors or zip64. So there is exactly one way to write a release, and
 * every other one can be refused.
 */
final class ZipFormat {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int LOCAL_SIZE = 30;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIZE = 22;

    static final int VERSION_NEEDED = 20;
    /** Made by Unix, so that the upper half of the external attributes is a file mode. */
    static final int VERSION_MADE_BY = 3 << 8 | 20;
    /** Names are UTF-8. */
    static final int FLAGS = 0x0800;

    static final int METHOD_STORED = 0;
    static final int MODE_PLAIN = 0100644 << 16;
    static final int MODE_EXECUTABLE = 0100755 << 16;

    /** The most that fits without zip64. */
    static final long LARGEST_FILE = 0xFFFF_FFFEL;

    static final int MOST_ENTRIES = 65_534;

    private ZipFormat() {}
}
