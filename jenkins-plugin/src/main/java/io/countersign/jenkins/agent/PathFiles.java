package io.countersign.jenkins.agent;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A promotion path as files: stages.yml and the public keys that it names. It travels from the controller to whoever needs
 * it, and is written anew before each use, so that no build finds what another one left there.
 */
public final class PathFiles implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final String STAGES = "stages.yml";

    /** The developers' own file, always of the workspace. */
    public static final String PROJECT = "countersign.yml";

    private final TreeMap<String, byte[]> files;

    /** @param files relative path → content; the paths were checked when they were configured */
    public PathFiles(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
    }

    /** @return the file stages.yml */
    public Path writeTo(Path folder) {
        try {
            Path home = folder.toAbsolutePath().normalize();
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                Path file = home.resolve(entry.getKey()).normalize();
                if (!file.startsWith(home)) {
                    throw new IOException(entry.getKey() + " would lie outside of " + home);
                }
                place(file, entry.getValue());
            }
            return home.resolve(STAGES);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The promotion path cannot be written to %s: %s.", folder, e.getMessage())
                    .remedy("Check the free space and the permissions there.")
                    .causedBy(e);
        }
    }

    private static void place(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path parent = file.resolveSibling("");
        Files.createDirectories(parent);
        // another build may be reading the former one at this moment
        Path temporary = parent.resolve(".writing-" + UUID.randomUUID());
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
