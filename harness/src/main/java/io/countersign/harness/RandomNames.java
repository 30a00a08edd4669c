package io.countersign.harness;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names and passwords that meet nobody else's, made of characters which need no quoting in SQL, URL or shell. */
final class RandomNames {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomNames() {}

    static String database() {
        return "db_" + hex(6);
    }

    static String password() {
        return "pw-" + hex(16);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
