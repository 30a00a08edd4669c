package io.countersign.environment.postgresql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code numeric}: how many digits to the base of 10,000 there are, the first one's power of it, the sign, how many decimal
 * places are shown, and the digits, each number in two bytes.
 */
record BinaryNumeric() implements BinaryForm {
    private static final int BASE_DIGITS = 4;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final int HEADER = 4 * Short.BYTES;
    private static final int NEGATIVE = 0x4000;
    private static final Map<Integer, String> SPECIAL = Map.of(0xC000, "NaN", 0xD000, "Infinity", 0xF000, "-Infinity");

    @Override
    public String text(byte[] message, int from, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(message, from, length);
        int count = buffer.getShort();
        int power = buffer.getShort();
        int sign = buffer.getShort() & 0xFFFF;
        int places = buffer.getShort();
        String special = SPECIAL.get(sign);
        if (special != null) {
            return special;
        }
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            digits = digits.multiply(BASE).add(BigInteger.valueOf(buffer.getShort()));
        }
        BigDecimal number = new BigDecimal(digits, BASE_DIGITS * (count - 1 - power));
        // what is cut off are zeros that fill the last digit up
        return (sign == NEGATIVE ? number.negate() : number)
                .setScale(places, RoundingMode.DOWN)
                .toPlainString();
    }

    @Override
    public byte[] bytes(String text) {
        for (Map.Entry<Integer, String> special : SPECIAL.entrySet()) {
            if (special.getValue().equals(text)) {
                return written(List.of(), 0, special.getKey(), 0);
            }
        }
        BigDecimal number = new BigDecimal(text);
        int places = Math.max(0, number.scale());
        int filled = Math.floorDiv(places + BASE_DIGITS - 1, BASE_DIGITS);
        BigInteger rest = number.abs().setScale(filled * BASE_DIGITS).unscaledValue();
        List<Short> digits = new ArrayList<>();
        while (rest.signum() != 0) {
            BigInteger[] divided = rest.divideAndRemainder(BASE);
            digits.add(divided[1].shortValueExact());
            rest = divided[0];
        }
        Collections.reverse(digits);
        int power = digits.size() - 1 - filled;
        while (!digits.isEmpty() && digits.get(digits.size() - 1) == 0) {
            digits.remove(digits.size() - 1);
        }
        boolean negative = number.signum() < 0;
        return written(digits, digits.isEmpty() ? 0 : power, negative ? NEGATIVE : 0, places);
    }

    private static byte[] written(List<Short> digits, int power, int sign, int places) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + digits.size() * Short.BYTES)
                .putShort((short) digits.size())
                .putShort((short) power)
                .putShort((short) sign)
                .putShort((short) places);
        digits.forEach(buffer::putShort);
        return buffer.array();
    }
}
