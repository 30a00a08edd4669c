package io.countersign.deploy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Names of operations: the time for people, eight random digits against chance. Usable in file and database names. */
public final class OperationId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private OperationId() {}

    public static String next(Clock clock) {
        byte[] bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        return TIME.format(clock.instant()) + "_" + HexFormat.of().formatHex(bytes);
    }
}
