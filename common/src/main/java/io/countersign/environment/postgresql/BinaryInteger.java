package io.countersign.environment.postgresql;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Of two, four or eight bytes. */
record BinaryInteger(int size) implements BinaryForm {
    @Override
    public String text(byte[] message, int from, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(message, from, length);
        return String.valueOf(
                switch (size) {
                    case Short.BYTES -> buffer.getShort();
                    case Integer.BYTES -> buffer.getInt();
                    default -> buffer.getLong();
                });
    }

    @Override
    public byte[] bytes(String text) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .putLong(
                        switch (size) {
                            case Short.BYTES -> Short.parseShort(text);
                            case Integer.BYTES -> Integer.parseInt(text);
                            default -> Long.parseLong(text);
                        })
                .array();
        return Arrays.copyOfRange(all, Long.BYTES - size, Long.BYTES);
    }
}
