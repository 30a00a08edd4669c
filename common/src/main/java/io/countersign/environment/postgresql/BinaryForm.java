package io.countersign.environment.postgresql;

/**
 * How the values of a type look in the binary form of COPY, and the very text that the server would write for them in a session
 * whose spelling {@link Sessions} has set.
 */
interface BinaryForm {
    /** The value that these bytes of a message are. */
    String text(byte[] message, int from, int length);

    /** @throws IllegalArgumentException where it is not a text that the server would write */
    byte[] bytes(String text);

    /** Whether a text, which a user may have written, means the same to this as to the server. */
    default boolean knows(String text) {
        try {
            byte[] bytes = bytes(text);
            return text(bytes, 0, bytes.length).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
