package io.countersign.signature.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * The packets of a detached signature file (RFC 9580, 4.2). Their frames are read here, because the library overlooks lengths
 * that are too great; a signature file that is not exactly a row of signatures is refused as a whole.
 */
final class SignatureFile {
    /** More people than this never sign one statement; each signature costs time to judge. */
    static final int MOST = 100;

    private final byte[] bytes;
    private int position;

    private SignatureFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IOException saying what is wrong with the file */
    static List<PGPSignature> read(byte[] file) throws IOException {
        return new SignatureFile(Armour.decode(file)).signatures();
    }

    private List<PGPSignature> signatures() throws IOException {
        List<PGPSignature> signatures = new ArrayList<>();
        while (position < bytes.length) {
            int start = position;
            int tag = skipPacket();
            if (tag == PacketTags.SIGNATURE) {
                signatures.add(signature(Arrays.copyOfRange(bytes, start, position)));
            } else if (tag != PacketTags.MARKER && tag != PacketTags.PADDING) {
                throw new IOException("a packet of another kind (" + tag + ")");
            }
            if (signatures.size() > MOST) {
                throw new IOException("more than " + MOST + " signatures");
            }
        }
        return signatures;
    }

    private static PGPSignature signature(byte[] packet) throws IOException {
        try {
            return new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
        } catch (PGPException | RuntimeException e) {
            throw new IOException("a signature that cannot be read: " + e.getMessage(), e);
        }
    }

    /** Steps behind the packet and tells its kind. */
    private int skipPacket() throws IOException {
        int header = octet();
        if ((header & 0x80) == 0) {
            throw new IOException("bytes that are no packet");
        }
        boolean current = (header & 0x40) != 0;
        long length = current ? currentLength() : formerLength(header & 0x03);
        if (length > bytes.length - position) {
            throw new IOException("a packet that is cut short");
        }
        position += (int) length;
        return current ? header & 0x3F : (header & 0x3C) >> 2;
    }

    private long currentLength() throws IOException {
        int first = octet();
        if (first < 192) {
            return first;
        }
        if (first < 224) {
            return ((first - 192L) << 8) + octet() + 192;
        }
        if (first == 255) {
            return number(4);
        }
        throw new IOException("a packet in parts");
    }

    private long formerLength(int type) throws IOException {
        if (type == 3) {
            throw new IOException("a packet without a length");
        }
        return number(1 << type);
    }

    private long number(int octets) throws IOException {
        long number = 0;
        for (int octet = 0; octet < octets; octet++) {
            number = number << 8 | octet();
        }
        return number;
    }

    private int octet() throws IOException {
        if (position >= bytes.length) {
            throw new IOException("a packet that is cut short");
        }
        return bytes[position++] & 0xFF;
    }
}
