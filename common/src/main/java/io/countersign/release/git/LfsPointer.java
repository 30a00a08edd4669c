package io.countersign.release.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How Git LFS marks what a commit has in the place of a big file. */
final class LfsPointer {
    private static final byte[] BEGINNING =
            "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);
    /** By its specification a pointer is smaller than this. */
    private static final int LARGEST = 1024;

    private LfsPointer() {}

    static boolean mayBe(long size) {
        return size > BEGINNING.length && size < LARGEST;
    }

    static boolean is(byte[] content) {
        return content.length > BEGINNING.length
                && Arrays.equals(content, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }
}
