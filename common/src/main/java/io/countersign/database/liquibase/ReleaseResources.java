package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.PathResource;
import liquibase.resource.Resource;

/**
 * The files below one folder, and a record of those that were opened. There is no class path, no network and no way out
 * of the folder: {@code ..}, links and other spellings of a name lead to files that do not exist.
 */
final class ReleaseResources extends AbstractResourceAccessor {
    private static final String CLASS_PATH = "^classpath\\*?:";

    private final Path root;
    private final Set<String> opened = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    /** @param root a real path, see {@link Path#toRealPath} */
    ReleaseResources(Path root) {
        this.root = root;
    }

    /** What was opened, in order, relative to the root, with {@code /}. */
    Collection<String> opened() {
        return Collections.unmodifiableSet(opened);
    }

    /** The names that were asked for and not found, in order. */
    Collection<String> missing() {
        return Collections.unmodifiableSet(missing);
    }

    /** A file that has the wanted name in another spelling of upper and lower case. */
    Optional<String> otherSpelling(String wanted) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(this::name)
                    .filter(name -> name.equalsIgnoreCase(wanted) && !name.equals(wanted))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // only a hint in a message was wanted
        }
    }

    /** The text of a file, for messages that point into it. */
    String text(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    @Override
    public List<Resource> getAll(String path) {
        Optional<Resource> found = find(path);
        if (found.isEmpty()) {
            missing.add(path);
        }
        return found.map(List::of).orElse(List.of());
    }

    /** Looks without taking note of what is missing. */
    boolean exists(String path) {
        return find(path).isPresent();
    }

    private Optional<Resource> find(String path) {
        try {
            String plain = path.replace('\\', '/').replaceFirst(CLASS_PATH, "").replaceFirst("^/+", "");
            Path file = root.resolve(plain).normalize();
            if (!file.startsWith(root) || !Files.exists(file)) {
                return Optional.empty();
            }
            Path real = file.toRealPath();
            boolean sameSpelling = file.toRealPath(LinkOption.NOFOLLOW_LINKS).equals(file);
            return real.startsWith(root) && sameSpelling ? Optional.of(new File(path, file)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // the text of a large object may be asked for as if it were a name
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
        SearchOptions options = new SearchOptions();
        options.setRecursive(recursive);
        return search(path, options);
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        String plain = path.replace('\\', '/').replaceFirst(CLASS_PATH, "").replaceFirst("^(file:)?/+", "");
        Path start = root.resolve(plain).normalize();
        if (!start.startsWith(root) || !Files.isDirectory(start)) {
            missing.add(path);
            return List.of();
        }
        String ending = options.getEndsWithFilter().toLowerCase(Locale.ROOT);
        try (Stream<Path> files = Files.walk(start, options.getMaxDepth(), FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getNameCount() - start.getNameCount() >= options.getMinDepth())
                    .map(this::name)
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(ending))
                    .sorted()
                    .map(this::foundBySearch)
                    .toList();
        }
    }

    private Resource foundBySearch(String name) {
        return find(name)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                        .found("%s is a link that leads out of the folder of the changelogs.", name)
                        .expected("a file below that folder.")
                        .remedy("Put the file itself there.")
                        .build());
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public List<String> describeLocations() {
        return List.of(root.toString());
    }

    @Override
    public void close() {
        // nothing is held open
    }

    /** A file that says when it is opened, and whose relatives are found by the same rules. */
    private final class File extends PathResource {
        private final Path file;

        File(String name, Path file) {
            super(name, file);
            this.file = file;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            opened.add(name(file));
            return super.openInputStream();
        }

        @Override
        public Resource resolve(String other) {
            return relative(resolvePath(other));
        }

        @Override
        public Resource resolveSibling(String other) {
            return relative(resolveSiblingPath(other));
        }

        private Resource relative(String path) {
            return find(path).orElseGet(() -> {
                missing.add(path);
                return new NotFoundResource(path, ReleaseResources.this);
            });
        }

        @Override
        public boolean isWritable() {
            return false;
        }
    }
}
