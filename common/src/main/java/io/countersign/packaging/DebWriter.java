package io.countersign.packaging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.signature.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes a package for dpkg (deb(5), format 2.0): the same bytes for the same content, and no maintainer scripts. Behind them a
 * member that dpkg passes over holds the signature of the others, where debsig-verify looks for it.
 */
final class DebWriter {
    private static final byte[] FORMAT = "2.0\n".getBytes(UTF_8);
    private static final String[] SHARED = {"./", "./usr/", "./usr/share/", "./usr/share/countersign/"};

    private final ReleasePackage content;
    private final SigningKey key;

    /** @param key of the one who answers for the package */
    DebWriter(ReleasePackage content, SigningKey key) {
        this.content = content;
        this.key = key;
    }

    String fileName() {
        return content.name() + "_" + content.version() + "_all.deb";
    }

    void write(Path file) throws IOException {
        Path data = Files.createTempFile(file.toAbsolutePath().getParent(), ".data", ".tar.gz");
        try {
            StringBuilder sums = new StringBuilder();
            try (OutputStream out = Files.newOutputStream(data)) {
                data(out, sums);
            }
            byte[] control = control(sums.toString());
            byte[] signature = signature(control, data);
            try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(file))) {
                member(ar, "debian-binary", FORMAT);
                member(ar, "control.tar.gz", control);
                ar.putArchiveEntry(entry("data.tar.gz", Files.size(data)));
                Files.copy(data, ar);
                ar.closeArchiveEntry();
                member(ar, "_gpgorigin", signature);
            }
        } finally {
            Files.deleteIfExists(data);
        }
    }

    /** Of the contents of the three members, one behind the other, without what the archive puts between them. */
    private byte[] signature(byte[] control, Path data) throws IOException {
        return key.sign(out -> {
                    out.write(FORMAT);
                    out.write(control);
                    Files.copy(data, out);
                })
                .getBytes(US_ASCII);
    }

    private void member(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
        ar.putArchiveEntry(entry(name, bytes.length));
        ar.write(bytes);
        ar.closeArchiveEntry();
    }

    private ArArchiveEntry entry(String name, long size) {
        return new ArArchiveEntry(name, size, 0, 0, 0100644, content.time().getEpochSecond());
    }

    private void data(OutputStream out, StringBuilder sums) throws IOException {
        try (TarArchiveOutputStream tar = tar(out)) {
            for (String shared : SHARED) {
                folder(tar, shared);
            }
            for (String folder : content.folders()) {
                folder(tar, "." + folder + "/");
            }
            for (PackagedFile file : content.files()) {
                TarArchiveEntry entry = entry("." + file.path(), file.size(), file.mode());
                tar.putArchiveEntry(entry);
                MessageDigest md5 = md5();
                try (InputStream in = new DigestInputStream(file.content().open(), md5)) {
                    in.transferTo(tar);
                }
                tar.closeArchiveEntry();
                sums.append(HexFormat.of().formatHex(md5.digest()))
                        .append("  ")
                        .append(file.path().substring(1))
                        .append('\n');
            }
        }
    }

    private byte[] control(String sums) throws IOException {
        long kilobytes = content.files().stream()
                .mapToLong(file -> (file.size() + 1023) / 1024)
                .sum();
        String control = """
                Package: %s
                Version: %s
                Section: database
                Priority: optional
                Architecture: all
                Maintainer: %s
                Installed-Size: %d
                Recommends: maven
                Description: %s
                 %s
                """.formatted(
                content.name(), content.version(), maintainer(), kilobytes, content.summary(), content.description());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = tar(bytes)) {
            folder(tar, "./");
            for (List<String> each : List.of(List.of("./control", control), List.of("./md5sums", sums))) {
                byte[] text = each.get(1).getBytes(UTF_8);
                tar.putArchiveEntry(entry(each.get(0), text.length, 0644));
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private String maintainer() {
        return key.person().userId().replaceAll("\\p{Cntrl}", " ");
    }

    private static TarArchiveOutputStream tar(OutputStream out) throws IOException {
        GzipParameters plain = new GzipParameters();
        plain.setCompressionLevel(9);
        TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(out, plain), UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        return tar;
    }

    private void folder(TarArchiveOutputStream tar, String name) throws IOException {
        tar.putArchiveEntry(entry(name, 0, 0755));
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry entry(String name, long size, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setModTime(content.time().toEpochMilli());
        return entry;
    }

    /** What dpkg --verify compares, against accidents; not what protects. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
