package io.countersign.release.zip;

import java.io.IOException;
import java.io.Serial;

/** The bytes are not a zip in the form of {@link ZipFormat}; the message says what is wrong and where. */
public final class MalformedZipException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean hostile;

    MalformedZipException(boolean hostile, String message) {
        super(message);
        this.hostile = hostile;
    }

    /** Whether it is a zip, but one that only somebody with a purpose would make. */
    public boolean isHostile() {
        return hostile;
    }
}
