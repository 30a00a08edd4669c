package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The changelogs of a release, read from the sealed file itself: nothing is unpacked that could be changed between the gate
 * and the database. What fits in memory is verified before its first byte is handed out, the rest at its end.
 */
public final class SealedChanges implements ChangelogFiles, AutoCloseable {
    private static final long IN_MEMORY = 8L << 20;

    private final SealedRelease release;
    private final FileChannel channel;
    /** The position in the manifest of each file. */
    private final Map<String, Integer> files = new HashMap<>();

    private final TreeSet<String> folders = new TreeSet<>();

    private SealedChanges(SealedRelease release, FileChannel channel) {
        this.release = release;
        this.channel = channel;
        List<ManifestEntry> entries = release.manifest().entries();
        for (int index = 0; index < entries.size(); index++) {
            String path = entries.get(index).path();
            if (path.startsWith(Manifest.CHANGES)) {
                String name = path.substring(Manifest.CHANGES.length());
                files.put(name, index);
                for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                    folders.add(name.substring(0, slash));
                }
            }
        }
    }

    /** @throws CountersignException FILE_UNREADABLE */
    public static SealedChanges of(SealedRelease release) {
        try {
            return new SealedChanges(release, FileChannel.open(release.file(), StandardOpenOption.READ));
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read any more: %s.", release.file(), e.getMessage())
                    .remedy("Put it back and try again.")
                    .causedBy(e);
        }
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path) || isFolder(path);
    }

    @Override
    public boolean isFolder(String path) {
        return path.isEmpty() || folders.contains(path);
    }

    @Override
    public List<String> below(String folder, int depth) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix) && names(name.substring(prefix.length())) <= depth)
                .sorted()
                .toList();
    }

    private static long names(String path) {
        return path.chars().filter(character -> character == '/').count() + 1;
    }

    @Override
    public InputStream open(String path) throws IOException {
        Integer index = files.get(path);
        if (index == null) {
            throw new NoSuchFileException(path);
        }
        InputStream stream = release.stream(channel, index);
        return release.manifest().entries().get(index).size() > IN_MEMORY
                ? stream
                : new ByteArrayInputStream(stream.readAllBytes());
    }

    @Override
    public String place() {
        return release.file() + "!/" + Manifest.CHANGES;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // only read from; there is nothing to lose
        }
    }
}
