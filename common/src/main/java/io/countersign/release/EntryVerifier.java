package io.countersign.release;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Takes the bytes of a release behind its manifest, in pieces of any size, and compares each of them with what the manifest
 * lets expect: headers byte for byte, data by digest and CRC.
 */
final class EntryVerifier {
    private enum Part {
        HEADER,
        DATA,
        DIRECTORY,
        END,
        NOTHING
    }

    private final Refusal refusal;
    private final Manifest manifest;
    private final ZipLayout layout;
    private final int[] crcs;
    private final MessageDigest digest = Digest.begin();
    private final CRC32 crc = new CRC32();

    private Part part = Part.HEADER;
    private int index;
    private byte[] expected = new byte[0];
    private byte[] found = new byte[0];
    private int filled;
    private long begun;
    private long remaining;
    private long position;

    /** @param layout of the manifest (entry 0) and all its entries */
    EntryVerifier(Refusal refusal, Manifest manifest, ZipLayout layout, int manifestCrc) {
        this.refusal = refusal;
        this.manifest = manifest;
        this.layout = layout;
        this.crcs = new int[layout.count()];
        this.crcs[0] = manifestCrc;
        this.position = layout.dataOffset(0) + layout.item(0).size();
        beginEntry(1);
    }

    /** @throws io.countersign.problem.CountersignException where they are not the bytes that belong here */
    void accept(byte[] bytes, int length) {
        int offset = 0;
        while (offset < length) {
            int taken = switch (part) {
                case DATA -> takeData(bytes, offset, length - offset);
                case NOTHING -> throw refusal.hostile("there are bytes behind its end, from byte " + position + " on");
                case HEADER, DIRECTORY, END -> takeStructure(bytes, offset, length - offset);
            };
            offset += taken;
            position += taken;
        }
    }

    /** To be called behind the last byte. */
    void finish() {
        if (part != Part.NOTHING) {
            throw refusal.unreadable("it is cut short: it ends at byte " + position + ", in " + place());
        }
    }

    private int takeData(byte[] bytes, int offset, int available) {
        int taken = (int) Math.min(available, remaining);
        digest.update(bytes, offset, taken);
        crc.update(bytes, offset, taken);
        remaining -= taken;
        if (remaining == 0) {
            endData();
        }
        return taken;
    }

    private int takeStructure(byte[] bytes, int offset, int available) {
        int taken = Math.min(available, expected.length - filled);
        if (filled == 0) {
            begun = position;
        }
        System.arraycopy(bytes, offset, found, filled, taken);
        filled += taken;
        if (filled == expected.length) {
            endStructure();
        }
        return taken;
    }

    private void endStructure() {
        if (part == Part.HEADER) {
            // the checksum stands before the data it is of, so it is believed for now and compared behind them
            System.arraycopy(found, ZipLayout.LOCAL_CRC, expected, ZipLayout.LOCAL_CRC, Integer.BYTES);
        }
        if (!Arrays.equals(found, expected)) {
            throw new HeaderDifference(refusal, begun, place()).of(found, expected);
        }
        switch (part) {
            case HEADER -> beginData();
            case DIRECTORY -> beginDirectory(index + 1);
            case END -> part = Part.NOTHING;
            case DATA, NOTHING -> throw new IllegalStateException("these have no structure: " + part);
        }
    }

    private void beginEntry(int next) {
        if (next == layout.count()) {
            beginDirectory(0);
            return;
        }
        index = next;
        begin(Part.HEADER, layout.localHeader(index, 0));
    }

    private void beginData() {
        part = Part.DATA;
        remaining = layout.item(index).size();
        crcs[index] = ZipLayout.crcOf(found);
        if (remaining == 0) {
            endData();
        }
    }

    private void endData() {
        ManifestEntry entry = manifest.entries().get(index - 1);
        if (!Digest.finish(digest).equals(entry.sha256())) {
            throw refusal.altered("the bytes of " + Quoted.of(entry.path()) + " are not those in the manifest");
        }
        int actual = (int) crc.getValue();
        crc.reset();
        if (actual != crcs[index]) {
            // other unpackers would fail on a release that we call good
            throw refusal.altered("the checksum (CRC) of " + Quoted.of(entry.path()) + " does not hold");
        }
        beginEntry(index + 1);
    }

    private void beginDirectory(int next) {
        index = next;
        if (next == layout.count()) {
            begin(Part.END, layout.end());
        } else {
            begin(Part.DIRECTORY, layout.directoryRecord(next, crcs[next]));
        }
    }

    private void begin(Part next, byte[] bytes) {
        part = next;
        expected = bytes;
        found = new byte[bytes.length];
        filled = 0;
    }

    private String place() {
        return switch (part) {
            case HEADER -> "the header of " + name();
            case DATA -> "the bytes of " + name();
            case DIRECTORY -> "the directory's record of " + name();
            case END, NOTHING -> "the end of the zip";
        };
    }

    private String name() {
        return Quoted.of(layout.item(index).name());
    }
}
