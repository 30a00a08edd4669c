package io.countersign.deploy;

import io.countersign.ledger.ReleaseReference;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.ApplicationPlace;
import io.countersign.release.Digest;
import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts applications in place: every release lies in a folder of its own, and {@code current} is a symbolic link that is
 * replaced by an atomic rename. So at every moment one whole application is live.
 */
public final class ApplicationDeployer {
    private static final String RELEASES = "releases";
    private static final String CURRENT = "current";
    private static final String STAGING = ".staging-";

    private final ApplicationPlace place;
    private final ServiceCommand commands;

    public ApplicationDeployer(ApplicationPlace place, ServiceCommand commands) {
        this.place = place;
        this.commands = commands;
    }

    /** The folder name of a release below {@code releases/}. */
    public static String folderName(String version, Digest digest) {
        return version + "-" + digest.abbreviated();
    }

    /** Lays the files beside the live ones. Nothing that is live changes. */
    public String stage(SealedRelease release, Progress progress) {
        String name = folderName(release.manifest().version(), release.digest());
        Path folder = place.directory().resolve(RELEASES).resolve(name);
        if (current().equals(Optional.of(name))) {
            return name;
        }
        Path staging = place.directory().resolve(RELEASES).resolve(STAGING + name);
        try {
            Files.createDirectories(staging.getParent());
            delete(staging);
            Files.createDirectory(staging);
            progress.info("Staging the application in " + folder);
            release.extract(Manifest.APPLICATION, staging);
            delete(folder);
            Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
            return name;
        } catch (IOException e) {
            throw failed("The application could not be staged in " + folder, e);
        }
    }

    /** Stops, switches and starts. Where a step fails, the caller switches back with {@link #activate} to the former. */
    public void activate(String name, Progress progress) {
        activate(name, () -> {}, progress);
    }

    /** @param betweenStopAndStart done when the former application is gone and the new one not there yet */
    void activate(String name, Runnable betweenStopAndStart, Progress progress) {
        place.stop().ifPresent(line -> commands.run("stop", line, place, progress));
        betweenStopAndStart.run();
        progress.info("Switching " + place.directory().resolve(CURRENT) + " to " + name);
        point(name);
        place.start().ifPresent(line -> commands.run("start", line, place, progress));
    }

    /** Takes the link away again, for a first deployment that is undone. */
    public void deactivate(Progress progress) {
        place.stop().ifPresent(line -> commands.run("stop", line, place, progress));
        try {
            Files.deleteIfExists(place.directory().resolve(CURRENT));
        } catch (IOException e) {
            throw failed("The link " + place.directory().resolve(CURRENT) + " could not be removed", e);
        }
    }

    /** The folder name of what is live. */
    public Optional<String> current() {
        Path link = place.directory().resolve(CURRENT);
        try {
            return Files.isSymbolicLink(link)
                    ? Optional.of(Files.readSymbolicLink(link).getFileName().toString())
                    : Optional.empty();
        } catch (IOException e) {
            throw failed("The link " + link + " could not be read", e);
        }
    }

    /** Whether a release is what is live here. */
    boolean isLive(ReleaseReference release) {
        return current().equals(Optional.of(folderName(release.version(), release.digest())));
    }

    public boolean isStaged(String name) {
        return Files.isDirectory(place.directory().resolve(RELEASES).resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    public Path directory() {
        return place.directory();
    }

    /** Why an application could not be put here: empty where it can. */
    public Optional<String> obstacle() {
        Path link = place.directory().resolve(CURRENT);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            return Optional.of(link + " exists and is not a symbolic link");
        }
        Path existing = place.directory();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Optional.of(place.directory() + " cannot be written");
        }
        return Optional.empty();
    }

    /**
     * Removes the releases beyond the number to keep, and what interrupted stagings left.
     *
     * @param standing the folders that ways back lead to, the next one first: they are kept before all others, whose age says
     *     little, because services write into them
     */
    public void prune(List<String> standing) {
        Path releases = place.directory().resolve(RELEASES);
        if (!Files.isDirectory(releases)) {
            return;
        }
        Optional<String> live = current();
        try (Stream<Path> folders = Files.list(releases)) {
            List<Path> all = folders.toList();
            for (Path folder : all) {
                if (folder.getFileName().toString().startsWith(STAGING)) {
                    delete(folder);
                }
            }
            List<Path> old = all.stream()
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .filter(folder ->
                            !Optional.of(folder.getFileName().toString()).equals(live))
                    .sorted(Comparator.comparing((Path folder) -> rank(folder, standing))
                            .thenComparing(Comparator.comparing(ApplicationDeployer::modified)
                                    .reversed()))
                    .skip(place.keep())
                    .toList();
            for (Path folder : old) {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed("Old releases in " + releases + " could not be removed", e);
        }
    }

    private static int rank(Path folder, List<String> standing) {
        int place = standing.indexOf(folder.getFileName().toString());
        return place < 0 ? standing.size() : place;
    }

    private void point(String name) {
        Path link = place.directory().resolve(CURRENT);
        try {
            new AtomicLink(link).point(Path.of(RELEASES, name));
        } catch (IOException e) {
            throw failed("The link " + link + " could not be switched to " + name, e);
        }
    }

    private static FileTime modified(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static CountersignException failed(String what, Exception cause) {
        return CountersignException.problem(ProblemCode.APPLICATION_FAILED)
                .found("%s: %s.", what, cause.getMessage())
                .remedy("Check the permissions and the free space of the application directory, then deploy again.")
                .causedBy(cause);
    }
}
