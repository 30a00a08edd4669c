package io.countersign.release.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An object of git as raw bytes, away from its repository: its id is a digest of exactly these bytes. */
public final class GitObject {
    private GitObject() {}

    /**
     * SHA-1, because that is git's object id.
     *
     * @param type {@code commit} or {@code tag}
     */
    public static String id(String type, byte[] object) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            header.writeBytes((type + " " + object.length + "\0").getBytes(StandardCharsets.US_ASCII));
            digest.update(header.toByteArray());
            return HexFormat.of().formatHex(digest.digest(object));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
