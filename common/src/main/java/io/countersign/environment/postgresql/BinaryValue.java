package io.countersign.environment.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** Types whose binary form is their text, or nearly so. */
enum BinaryValue implements BinaryForm {
    TEXT {
        @Override
        public String text(byte[] message, int from, int length) {
            return new String(message, from, length, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    },
    /** The number of the form, and the text. */
    JSONB {
        @Override
        public String text(byte[] message, int from, int length) {
            return new String(message, from + 1, length - 1, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] bytes(String text) {
            byte[] utf = TEXT.bytes(text);
            return ByteBuffer.allocate(utf.length + 1).put((byte) 1).put(utf).array();
        }
    },
    BYTES {
        @Override
        public String text(byte[] message, int from, int length) {
            return HEX + HexFormat.of().formatHex(message, from, from + length);
        }

        @Override
        public byte[] bytes(String text) {
            if (!text.startsWith(HEX)) {
                throw new IllegalArgumentException("bytes are written as \\x and hexadecimal digits");
            }
            return HexFormat.of().parseHex(text, HEX.length(), text.length());
        }
    },
    UUID_VALUE {
        @Override
        public String text(byte[] message, int from, int length) {
            ByteBuffer buffer = ByteBuffer.wrap(message, from, length);
            return new UUID(buffer.getLong(), buffer.getLong()).toString();
        }

        @Override
        public byte[] bytes(String text) {
            UUID value = UUID.fromString(text);
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(value.getMostSignificantBits())
                    .putLong(value.getLeastSignificantBits())
                    .array();
        }
    };

    private static final String HEX = "\\x";
}
