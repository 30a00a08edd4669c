package io.countersign.release;

import io.countersign.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Finds out what a manifest says of its files, before a byte of the release is written. Two threads take one file after the
 * other: no file's digest waits for another's, while that of the release can be computed by one thread alone.
 */
final class SourceHasher {
    private static final int CHUNK = 1 << 19;

    private final List<SourceFile> files;
    private final Progress.Task task;
    private final HashedFile[] hashed;
    private final Queue<Integer> left;

    private SourceHasher(List<SourceFile> files, Progress.Task task) {
        this.files = List.copyOf(files);
        this.task = task;
        this.hashed = new HashedFile[files.size()];
        // the largest first: otherwise one thread may begin it when the other has nothing left to do
        this.left = IntStream.range(0, files.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                                (Integer index) -> this.files.get(index).size())
                        .reversed())
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    }

    /**
     * In the order of the files.
     *
     * @throws io.countersign.problem.CountersignException FILE_UNREADABLE, or SOURCE_INVALID where a file is not as long as it
     *     was when it was found
     */
    static List<HashedFile> hash(List<SourceFile> files, Progress.Task task) throws IOException {
        SourceHasher hasher = new SourceHasher(files, task);
        try (SecondThread beside = new SecondThread()) {
            beside.begin(hasher::work);
            hasher.work();
            beside.await();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return List.of(hasher.hashed);
    }

    private void work() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int index = next(); index >= 0; index = next()) {
                hashed[index] = hash(files.get(index), buffer);
            }
        } finally {
            // where one thread fails, the other need not go on
            left.clear();
        }
    }

    private int next() {
        Integer index = left.poll();
        return index == null ? -1 : index;
    }

    private HashedFile hash(SourceFile file, byte[] buffer) {
        MessageDigest digest = Digest.begin();
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = file.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                crc.update(buffer, 0, read);
                size += read;
                task.advance(read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (size != file.size()) {
            throw file.changed();
        }
        return new HashedFile(file, Digest.finish(digest), (int) crc.getValue());
    }
}
