package io.countersign.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A secret key that can sign, wherever it lives: a file, an environment variable, or gpg's agent. */
public interface SigningKey {

    PersonKey person();

    /** What is to be signed, however long it is. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A detached, armoured OpenPGP signature over exactly the bytes that are written, with SHA-512. They are not kept.
     *
     * @throws IOException where the content cannot be read
     */
    String sign(Content content) throws IOException;

    /** The same over bytes that are at hand. */
    default String sign(byte[] bytes) {
        try {
            return sign(out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes at hand can be read", e);
        }
    }
}
