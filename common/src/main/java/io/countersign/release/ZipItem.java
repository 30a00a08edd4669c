package io.countersign.release;

import java.nio.charset.StandardCharsets;

/** What the form of a zip needs to know of an entry: everything but its bytes and their CRC. */
record ZipItem(String name, long size, boolean executable) {
    byte[] encodedName() {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
