package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeReleaseTest {
    /** The end record of a plain zip counts with 16 bits. */
    private static final int MORE_THAN_FIT = 66_000;

    @TempDir
    Path temp;

    @Test
    void holds_more_files_than_a_plain_zip() throws IOException {
        byte[] data = {42};
        List<SourceFile> files = IntStream.range(0, MORE_THAN_FIT)
                .mapToObj(number -> new SourceFile(
                        String.format(Locale.ROOT, "application/%05d", number),
                        1,
                        false,
                        () -> new ByteArrayInputStream(data)))
                .toList();
        Path zip = temp.resolve("release.zip");
        try (FileChannel out = FileChannel.open(zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Progress.Task task = Progress.silent().start("", -1, Progress.Unit.BYTES)) {
            List<HashedFile> hashed = SourceHasher.hash(files, task);
            new ReleaseWriter(
                            out,
                            hashed,
                            HandmadeZip.manifest(
                                    hashed.stream().map(HashedFile::entry).toList()),
                            task)
                    .write();
        }

        SealedRelease release = SealedRelease.open(zip);

        assertThat(release.manifest().entries()).hasSize(MORE_THAN_FIT);
        assertThat(release.read("application/65999")).isEqualTo(data);
        try (ZipFile plain = new ZipFile(zip.toFile())) {
            assertThat(plain.size()).isEqualTo(MORE_THAN_FIT + 1);
        }
    }

    /** Sizes and places above 4 GiB, without writing as much: the bytes are compared with the format's description. */
    @Test
    void says_in_zip64_fields_what_does_not_fit_and_nothing_else() {
        long big = 0xFFFF_FFFFL;
        ZipLayout layout = new ZipLayout(
                List.of(new ZipItem("a", big, false), new ZipItem("b", big - 1, false), new ZipItem("c", 1, false)), 0);

        assertThat(layout.localHeader(0, 7))
                .hasSize(30 + 1 + 20)
                .endsWith(1, 0, 16, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0);
        assertThat(layout.localHeader(1, 7)).hasSize(30 + 1);
        assertThat(layout.directoryRecord(0, 7)).hasSize(46 + 1 + 4 + 16);
        assertThat(layout.directoryRecord(1, 7))
                .hasSize(46 + 1 + 4 + 8)
                .endsWith(1, 0, 8, 0, 0x32, 0, 0, 0, 1, 0, 0, 0);
        assertThat(layout.headerOffset(1)).isEqualTo(0x1_0000_0032L);
        assertThat(layout.directoryRecord(2, 7)).hasSize(46 + 1 + 4 + 8);
        assertThat(layout.end()).hasSize(56 + 20 + 22);
        assertThat(new ZipLayout(List.of(new ZipItem("a", 1, false)), 0).end()).hasSize(22);
    }
}
