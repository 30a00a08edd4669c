package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.ChangelogFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.OpenOptions;
import liquibase.resource.Resource;

/**
 * The files of a changelog as Liquibase sees them, and a record of those that were opened. There is no class path, no
 * network and no way out of the root: {@code ..}, links and other spellings of a name lead to files that do not exist.
 */
final class ReleaseResources extends AbstractResourceAccessor {
    private static final String SCHEME = "changes";

    private final ChangelogFiles files;
    private final Set<String> opened = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    ReleaseResources(ChangelogFiles files) {
        this.files = files;
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
        try {
            return files.below("", Integer.MAX_VALUE).stream()
                    .filter(name -> name.equalsIgnoreCase(wanted) && !name.equals(wanted))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // only a hint in a message was wanted
        }
    }

    /** The text of a file, for messages that point into it. */
    String text(String name) throws IOException {
        try (InputStream in = files.open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
        return plain(path).filter(files::exists).map(name -> new File(path, name));
    }

    /** Without what Liquibase allows before and within a path; empty where the path leads out of the root. */
    private static Optional<String> plain(String path) {
        String rest = path.replace('\\', '/');
        for (String prefix : List.of("classpath:", "classpath*:", "file:/")) {
            rest = rest.startsWith(prefix) ? rest.substring(prefix.length()) : rest;
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : rest.split("/", -1)) {
            if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return Optional.of(String.join("/", names));
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
        SearchOptions options = new SearchOptions();
        options.setRecursive(recursive);
        return search(path, options);
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        Optional<String> folder = plain(path).filter(files::isFolder);
        if (folder.isEmpty()) {
            missing.add(path);
            return List.of();
        }
        String ending = options.getEndsWithFilter().toLowerCase(Locale.ROOT);
        int above = folder.get().isEmpty() ? 0 : folder.get().split("/", -1).length;
        return files.below(folder.get(), options.getMaxDepth()).stream()
                .filter(name -> name.split("/", -1).length - above >= options.getMinDepth())
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(ending))
                .map(this::foundBySearch)
                .toList();
    }

    private Resource foundBySearch(String name) {
        return find(name)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                        .found("%s is a link that leads out of the folder of the changelogs.", name)
                        .expected("a file below that folder.")
                        .remedy("Put the file itself there.")
                        .build());
    }

    @Override
    public List<String> describeLocations() {
        return List.of(files.place());
    }

    @Override
    public void close() {
        // whoever opened the files closes them
    }

    /** A file that says when it is opened, and whose relatives are found by the same rules. */
    private final class File extends AbstractResource {
        private final String name;

        /** @param path as it was asked for, which Liquibase keeps */
        File(String path, String name) {
            super(path, uri(name));
            this.name = name;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            opened.add(name);
            return files.open(name);
        }

        @Override
        public OutputStream openOutputStream(OpenOptions options) throws IOException {
            throw new IOException(name + " is sealed");
        }

        @Override
        public boolean exists() {
            return true;
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

    private static URI uri(String name) {
        try {
            return new URI(SCHEME, null, "/" + name, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
