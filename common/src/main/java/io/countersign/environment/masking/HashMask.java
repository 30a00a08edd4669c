package io.countersign.environment.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;

/** Digests in place of values. */
final class HashMask {
    /** So many hexadecimal digits never meet by chance. */
    static final int UNIQUE = 32;

    static final int WHOLE = 64;

    private static final long VARIANT = 3L << 62;

    private HashMask() {}

    /** Hexadecimal digits, at most so many. */
    static ColumnMask text(MaskingKey key, int length) {
        Mac digest = key.digest("hash");
        return value -> hex(digest, value).substring(0, Math.min(WHOLE, length));
    }

    /** Bytes as {@code \x} and hexadecimal digits, 32 bytes or as many as the column takes. */
    static ColumnMask binary(MaskingKey key, int length) {
        Mac digest = key.digest("hash of bytes");
        return value -> "\\x" + hex(digest, value).substring(0, Math.min(WHOLE, length * 2));
    }

    /** Another UUID of the same version and variant. */
    static ColumnMask uuid(MaskingKey key) {
        Mac digest = key.digest("uuid");
        return value -> {
            UUID old = UUID.fromString(value);
            ByteBuffer bytes = ByteBuffer.wrap(
                    digest.doFinal(value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
            long high = (bytes.getLong() & ~0xF000L) | (old.getMostSignificantBits() & 0xF000L);
            long low = (bytes.getLong() & ~VARIANT) | (old.getLeastSignificantBits() & VARIANT);
            return new UUID(high, low).toString();
        };
    }

    private static String hex(Mac digest, String value) {
        return HexFormat.of().formatHex(digest.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    }
}
