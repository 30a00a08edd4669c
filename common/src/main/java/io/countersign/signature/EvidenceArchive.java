package io.countersign.signature;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of evidence as one zip, for repositories that keep files. Whoever receives it unpacks it beside the release. */
public final class EvidenceArchive {
    /** The first time that a zip can tell: the same evidence gives the same bytes. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private EvidenceArchive() {}

    /**
     * Writes what is in the folder now; an older archive is replaced.
     *
     * @throws CountersignException FILE_NOT_WRITABLE
     */
    public static Path write(Evidence evidence, Path zip) {
        Path temporary = zip.resolveSibling(".writing-" + UUID.randomUUID());
        try {
            try {
                try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(temporary))) {
                    for (Path file : files(evidence)) {
                        put(out, file);
                    }
                }
                return Files.move(temporary, zip, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("%s cannot be written: %s.", zip, e.getMessage())
                    .remedy("Check the free space and the permissions of its folder.")
                    .causedBy(e);
        }
    }

    private static List<Path> files(Evidence evidence) throws IOException {
        if (evidence.files().isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(evidence.folder())) {
            return files.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void put(ZipOutputStream out, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(String.valueOf(file.getFileName()));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        out.write(bytes);
    }
}
