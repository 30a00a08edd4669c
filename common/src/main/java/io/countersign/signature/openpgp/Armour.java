package io.countersign.signature.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;

/** Armour (RFC 9580, chapter 6): one or several blocks, with whatever text between them. */
final class Armour {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PGP ([A-Z ]+)-----.*?-----END PGP \\1-----", Pattern.DOTALL);

    private Armour() {}

    /** The packets of all blocks in a row; the bytes themselves where nothing is armoured. */
    static byte[] decode(byte[] bytes) throws IOException {
        if (bytes.length > 0 && (bytes[0] & 0x80) != 0) {
            return bytes;
        }
        Matcher blocks = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        while (blocks.find()) {
            byte[] block = (blocks.group() + "\n").getBytes(StandardCharsets.ISO_8859_1);
            try (ArmoredInputStream in =
                    ArmoredInputStream.builder().setIgnoreCRC(false).build(new ByteArrayInputStream(block))) {
                in.transferTo(packets);
            }
        }
        return packets.toByteArray();
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
