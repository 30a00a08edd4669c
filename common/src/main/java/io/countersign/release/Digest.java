package io.countersign.release;

import io.countersign.json.TextValue;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits, the way {@code sha256sum} prints it. The
 * digest of a release's zip file is the release's identity.
 */
public record Digest(String hex) implements TextValue, Comparable<Digest> {
    private static final int LENGTH = 64;
    private static final int BUFFER = 1 << 16;

    /** @throws CountersignException PARAMETER_INVALID where the text is not 64 lower-case hexadecimal digits */
    public Digest {
        if (!isWellFormed(hex)) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("\"%s\" is not a SHA-256 digest.", hex)
                    .expected("64 lower-case hexadecimal digits.")
                    .remedy("Copy the digest as sha256sum prints it.")
                    .build();
        }
    }

    /** A release of thousands of files has as many of them twice: an expression takes three times as long. */
    private static boolean isWellFormed(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return hex.length() == LENGTH;
    }

    public static Digest of(byte[] bytes) {
        return finish(begin().digest(bytes));
    }

    public static Digest of(String utf8) {
        return of(utf8.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the whole file once, 64 KiB at a time. */
    public static Digest of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = begin();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return finish(digest.digest());
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read: %s.", file, e.getMessage())
                    .remedy("Check that the file is there and that you may read it.")
                    .causedBy(e);
        }
    }

    /** A running digest, for code that hashes the very bytes it writes. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static Digest finish(MessageDigest running) {
        return finish(running.digest());
    }

    private static Digest finish(byte[] sum) {
        return new Digest(HexFormat.of().formatHex(sum));
    }

    /** The first 12 digits: enough for a table, never for a decision. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    /** Written out, because Java makes those of records at run time: 40 ms, which every command would pay. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
