package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.git.GitFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read twice: for the manifest, then for the zip. */
class ReleaseWriterTest {
    private static final int CHUNK = 1 << 19;

    @TempDir
    Path folder;

    @Test
    void what_is_written_is_what_a_reader_finds() throws IOException {
        Random random = new Random(11);
        List<SourceFile> files = new ArrayList<>();
        for (int size : List.of(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 0, 3 * CHUNK, 17)) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            files.add(file("application/" + files.size(), size, () -> new ByteArrayInputStream(bytes)));
        }

        ReleaseReader.Verified written = write(files);

        SealedRelease opened = SealedRelease.open(zip());
        assertThat(written.digest()).isEqualTo(opened.digest()).isEqualTo(Digest.of(zip()));
        assertThat(written.manifest()).isEqualTo(opened.manifest());
        assertThat(opened.read("application/4")).hasSize(CHUNK + 1);
    }

    @Test
    void a_file_that_gives_other_bytes_the_second_time_is_refused() {
        AtomicInteger opened = new AtomicInteger();
        SourceFile file = file(
                "application/log",
                3,
                () -> new ByteArrayInputStream(new byte[] {1, 2, (byte) opened.getAndIncrement()}));

        assertRefused(ProblemCode.SOURCE_INVALID, "\"application/log\" was changed", List.of(file));
        assertThat(opened).hasValue(2);
    }

    @Test
    void a_file_that_is_not_as_long_as_it_was_is_refused() {
        for (int size : List.of(2, 4)) {
            SourceFile file = file("application/log", 3, () -> new ByteArrayInputStream(new byte[size]));

            assertRefused(ProblemCode.SOURCE_INVALID, "\"application/log\" was changed", List.of(file));
        }
    }

    @Test
    void a_file_that_grows_the_second_time_is_refused() {
        AtomicInteger opened = new AtomicInteger();
        SourceFile file =
                file("application/log", 3, () -> new ByteArrayInputStream(new byte[3 + opened.getAndIncrement()]));

        assertRefused(ProblemCode.SOURCE_INVALID, "\"application/log\" was changed", List.of(file));
    }

    /** Whichever of the two threads meets it. */
    @Test
    void a_file_that_cannot_be_read_is_named() {
        for (int bad = 0; bad < 4; bad++) {
            int unreadable = bad;
            List<SourceFile> files = IntStream.range(0, 4)
                    .mapToObj(number -> file("application/" + number, 1, () -> {
                        if (number == unreadable) {
                            throw new IOException("no such sector");
                        }
                        return new ByteArrayInputStream(new byte[1]);
                    }))
                    .toList();

            assertRefused(ProblemCode.FILE_UNREADABLE, "application/" + bad, files);
        }
    }

    @Test
    void a_manifest_that_no_reader_would_take_is_not_written() {
        Digest digest = Digest.of("");
        List<HashedFile> files = IntStream.range(0, 60_000)
                .mapToObj(number -> new HashedFile(
                        file(
                                String.format(Locale.ROOT, "application/%s/%05d", "x".repeat(1_000), number),
                                0,
                                InputStream::nullInputStream),
                        digest,
                        0))
                .toList();

        assertThat(catchThrowableOfType(CountersignException.class, () -> writeHashed(files))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.SOURCE_INVALID);
    }

    private void assertRefused(ProblemCode code, String named, List<SourceFile> files) {
        CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> write(files));
        assertThat(refusal.problem().code()).isEqualTo(code);
        assertThat(refusal.getMessage()).contains(named);
    }

    private static SourceFile file(String path, long size, GitFile.Content content) {
        return new SourceFile(path, size, false, content);
    }

    private Path zip() {
        return folder.resolve("release.zip");
    }

    private ReleaseReader.Verified write(List<SourceFile> files) throws IOException {
        try (Progress.Task task = Progress.silent().start("", -1, Progress.Unit.BYTES)) {
            return writeHashed(SourceHasher.hash(files, task));
        }
    }

    private ReleaseReader.Verified writeHashed(List<HashedFile> files) throws IOException {
        Manifest manifest =
                HandmadeZip.manifest(files.stream().map(HashedFile::entry).toList());
        try (FileChannel out = FileChannel.open(
                        zip(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                Progress.Task task = Progress.silent().start("", -1, Progress.Unit.BYTES)) {
            return new ReleaseWriter(out, files, manifest, task).write();
        }
    }
}
