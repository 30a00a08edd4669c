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

    private Armour() {}

    /**
     * The packets of all blocks in a row; the bytes themselves where they are packets already; nothing where they are blank.
     *
     * @throws IOException where there is text without a block, or a block that is not whole
     */
    static byte[] decode(byte[] bytes) throws IOException {
        if (bytes.length > 0 && (bytes[0] & 0x80) != 0) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        int begin = text.indexOf(BEGIN);
        if (begin < 0 && !text.isBlank()) {
            throw new IOException("no " + BEGIN + "… in it");
        }
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IOException("the armour has no end");
            }
            int next = text.indexOf('\n', end);
            decode(text.substring(begin, next < 0 ? text.length() : next), packets);
            begin = text.indexOf(BEGIN, end);
        }
        return packets.toByteArray();
    }

    private static void decode(String block, ByteArrayOutputStream packets) throws IOException {
        byte[] bytes = (block + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (ArmoredInputStream in =
                ArmoredInputStream.builder().setIgnoreCRC(false).build(new ByteArrayInputStream(bytes))) {
            in.transferTo(packets);
        } catch (RuntimeException e) {
            throw new IOException("the armour is broken", e);
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
