package io.countersign.signature.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;

/** Armour (RFC 9580, chapter 6): one or several blocks, with whatever text between them. */
final class Armour {
    private static final String BEGIN = "-----BEGIN PGP ";
    private static final String END = "-----END PGP ";
    private static final String DASHES = "-----";

    private Armour() {}

    /**
     * The packets of all blocks in a row; the bytes themselves where they are packets already.
     *
     * @throws IOException where there is neither, or a block does not end
     */
    static byte[] decode(byte[] bytes) throws IOException {
        if (bytes.length == 0 || (bytes[0] & 0x80) != 0) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            throw new IOException("it is neither armoured nor binary OpenPGP");
        }
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            int close = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
            if (close < 0) {
                throw new IOException("an armoured block does not end");
            }
            block(text.substring(begin, close + DASHES.length()) + "\n", packets);
            begin = text.indexOf(BEGIN, close);
        }
        return packets.toByteArray();
    }

    private static void block(String armoured, ByteArrayOutputStream packets) throws IOException {
        try (ArmoredInputStream in = ArmoredInputStream.builder()
                .setIgnoreCRC(false)
                .build(new ByteArrayInputStream(armoured.getBytes(StandardCharsets.ISO_8859_1)))) {
            in.transferTo(packets);
        }
    }

    static String encode(byte[] packets) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmoredOutputStream out =
                ArmoredOutputStream.builder().clearHeaders().build(text)) {
            out.write(packets);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }
}
