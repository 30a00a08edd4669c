package io.countersign.release;

import io.countersign.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/** Zips as an attacker would make them: a right release with any field of any header set to something else. */
final class HandmadeZip {
    static final int FLAGS_UTF8 = 0x800;

    /** One entry. What is said in the directory follows what is said in the local header unless it is set apart. */
    static final class Entry {
        byte[] name;
        byte[] data;
        int flags = FLAGS_UTF8;
        int method;
        int time = 0x6A6A0000;
        int crc;
        long size;
        byte[] localExtra = {};
        byte[] extra = {};
        byte[] comment = {};
        int attributes = 0100644 << 16;
        byte[] before = {};
        byte[] behind = {};
        Optional<byte[]> directoryName = Optional.empty();
        Optional<Integer> directoryCrc = Optional.empty();
        Optional<Integer> directoryOffset = Optional.empty();
        boolean inDirectory = true;

        Entry(String name, byte[] data) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.data = data;
            this.size = data.length;
            CRC32 sum = new CRC32();
            sum.update(data);
            this.crc = (int) sum.getValue();
        }
    }

    final List<Entry> entries = new ArrayList<>();
    byte[] beforeAll = {};
    byte[] beforeDirectory = {};
    byte[] comment = {};
    byte[] behindAll = {};
    int entryCountMore;

    /** A right release of the files; {@code time} is what every header has as its timestamp. */
    static HandmadeZip release(List<ManifestEntry> listed, List<Entry> files, UnaryOperator<String> json) {
        String manifest = json.apply(new String(Json.pretty(manifest(listed)), StandardCharsets.UTF_8));
        HandmadeZip zip = new HandmadeZip();
        zip.entries.add(new Entry(Manifest.PATH, manifest.getBytes(StandardCharsets.UTF_8)));
        zip.entries.addAll(files);
        int time = dosTime();
        zip.entries.forEach(entry -> entry.time = time);
        return zip;
    }

    static HandmadeZip release(Entry... files) {
        return release(UnaryOperator.identity(), files);
    }

    static HandmadeZip release(UnaryOperator<String> json, Entry... files) {
        List<ManifestEntry> listed = List.of(files).stream()
                .map(file -> new ManifestEntry(
                        new String(file.name, StandardCharsets.UTF_8), file.data.length, Digest.of(file.data), false))
                .toList();
        return release(listed, List.of(files), json);
    }

    static Entry entry(String name, String data) {
        return new Entry(name, data.getBytes(StandardCharsets.UTF_8));
    }

    static Manifest manifest(List<ManifestEntry> entries) {
        return new Manifest(
                Manifest.FORMAT,
                "bookshop",
                "1.4.0",
                false,
                new SourceRevision("a".repeat(40), Optional.of("v1.4.0"), Optional.empty(), 1_760_000_001L),
                Optional.empty(),
                new DatabaseVersion("1.4.0"),
                Optional.empty(),
                entries,
                List.of(),
                "1.0.0",
                "");
    }

    /** 2025-10-09T08:53:21Z by the table of the format's description. */
    private static int dosTime() {
        int date = (2025 - 1980) << 9 | 10 << 5 | 9;
        return date << 16 | 8 << 11 | 53 << 5 | 21 / 2;
    }

    HandmadeZip with(int index, Consumer<Entry> change) {
        change.accept(entries.get(index));
        return this;
    }

    Path writeTo(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        out.writeBytes(beforeAll);
        int count = 0;
        for (Entry entry : entries) {
            out.writeBytes(entry.before);
            int offset = out.size();
            ByteBuffer local = header(30).putInt(0x04034b50).putShort((short) 20);
            common(local, entry, entry.crc, entry.name.length, entry.localExtra.length);
            out.writeBytes(bytes(local));
            out.writeBytes(entry.name);
            out.writeBytes(entry.localExtra);
            out.writeBytes(entry.data);
            out.writeBytes(entry.behind);
            if (entry.inDirectory) {
                count++;
                byte[] name = entry.directoryName.orElse(entry.name);
                ByteBuffer central = header(46).putInt(0x02014b50).putShort((short) (3 << 8 | 20));
                central.putShort((short) 20);
                common(central, entry, entry.directoryCrc.orElse(entry.crc), name.length, entry.extra.length);
                central.putShort((short) entry.comment.length).putInt(0).putInt(entry.attributes);
                central.putInt(entry.directoryOffset.orElse(offset));
                directory.writeBytes(bytes(central));
                directory.writeBytes(name);
                directory.writeBytes(entry.extra);
                directory.writeBytes(entry.comment);
            }
        }
        out.writeBytes(beforeDirectory);
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        ByteBuffer end = header(22).putInt(0x06054b50).putInt(0);
        end.putShort((short) (count + entryCountMore)).putShort((short) (count + entryCountMore));
        end.putInt(directory.size()).putInt(start).putShort((short) comment.length);
        out.writeBytes(bytes(end));
        out.writeBytes(comment);
        out.writeBytes(behindAll);
        return out.toByteArray();
    }

    private static void common(ByteBuffer header, Entry entry, int crc, int nameLength, int extraLength) {
        header.putShort((short) entry.flags).putShort((short) entry.method).putInt(entry.time);
        header.putInt(crc).putInt((int) entry.size).putInt((int) entry.size);
        header.putShort((short) nameLength).putShort((short) extraLength);
    }

    private static byte[] bytes(ByteBuffer header) {
        byte[] bytes = new byte[header.capacity()];
        header.rewind().get(bytes);
        return bytes;
    }

    private static ByteBuffer header(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
