package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Manifest;
import io.countersign.report.Report;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes commented configuration files. Overwrites nothing.
 *
 * @param application the application's name; found from the folder where it is not given
 * @param version the project's version; empty where there is no project
 */
public record InitCommand(File directory, Optional<String> application, Optional<String> version)
        implements Command<InitCommand.Result> {
    private static final List<String> FILES = List.of("countersign.yml", "stages.yml");
    private static final String IGNORED = ".gitignore";
    /** Backups and the first stage's database lie beside the configuration, where {@code mvn clean} leaves them alone. */
    private static final List<String> OWN_FOLDERS = List.of("backups", "stages");

    private static final Pattern ROOT_CHANGELOG = Pattern.compile(
            "(.*[-_.])?(root|master|changelog|changelog-master|db\\.changelog-master|databasechangelog)\\.(xml|ya?ml|json|sql)");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final String DEFAULT_ROOT = "src/main/resources";
    /** Paths below it are those that Liquibase has in its table, also of a module. */
    private static final Pattern RESOURCES = Pattern.compile("((?:.*/)?src/main/resources)/.*");

    private static final String FIRST_VERSION = "1.0.0";
    private static final String DEFAULT_CHANGELOG = "db/changelog.xml";

    /** What was written. */
    public record Result(List<String> files, String application, String version, String changelog)
            implements CommandResult {
        public Result {
            files = List.copyOf(files);
        }

        @Override
        public Report report() {
            return Report.titled("Countersign is set up for " + application)
                    .fact("Written", String.join(", ", files))
                    .fact("Changelog", changelog)
                    .paragraph(
                            "Next: put the public keys of developers, customer and operators into keys/ (gpg --armor --export),")
                    .paragraph("look through both files, " + versionFirst() + "commit them, tag the commit ("
                            + tagging() + ") and run countersign:seal.")
                    .build();
        }

        private String versionFirst() {
            return version.endsWith(Manifest.SNAPSHOT) ? "make the project's version " + released() + ", " : "";
        }

        private String tagging() {
            return "git tag -a v" + released() + " -m " + released();
        }

        private String released() {
            return version.endsWith(Manifest.SNAPSHOT)
                    ? version.substring(0, version.length() - Manifest.SNAPSHOT.length())
                    : version;
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Path folder = directory.toPath();
        for (String name : FILES) {
            if (Files.exists(folder.resolve(name))) {
                throw CountersignException.problem(ProblemCode.FILE_EXISTS)
                        .found("%s exists already.", folder.resolve(name))
                        .remedy("Edit it, or move it away first.")
                        .build();
            }
        }
        String name = application.orElseGet(() -> name(folder));
        Optional<Path> changelog = changelog(folder);
        String path = changelog
                .map(found -> slashed(folder.relativize(found)))
                .orElse(DEFAULT_ROOT + "/" + DEFAULT_CHANGELOG);
        Matcher resources = RESOURCES.matcher(path);
        String root = resources.matches() ? resources.group(1) : path.substring(0, Math.max(0, path.lastIndexOf('/')));
        for (String file : FILES) {
            write(
                    folder.resolve(file),
                    template(file)
                            .replace("@application@", name)
                            .replace("@root@", root.isEmpty() ? "." : root)
                            .replace("@changelog@", root.isEmpty() ? path : path.substring(root.length() + 1)));
        }
        List<String> written = new ArrayList<>(FILES);
        if (ignoreOwnFolders(folder.resolve(IGNORED))) {
            written.add(IGNORED);
        }
        return new Result(
                written, name, version.orElse(FIRST_VERSION), path + (changelog.isPresent() ? "" : " (not there yet)"));
    }

    /** To git they would be changes, and the next release could not be sealed. */
    private static boolean ignoreOwnFolders(Path file) {
        try {
            String before = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
            List<String> missing = OWN_FOLDERS.stream()
                    .filter(folder -> before.lines().noneMatch(line -> line.matches("/?" + folder + "/?\\s*")))
                    .toList();
            if (missing.isEmpty()) {
                return false;
            }
            StringBuilder text = new StringBuilder(before);
            text.append(before.isEmpty() || before.endsWith("\n") ? "" : "\n");
            text.append("# Databases of stages in files, and copies of the stages' databases\n");
            missing.forEach(folder -> text.append('/').append(folder).append("/\n"));
            Files.writeString(file, text, StandardCharsets.UTF_8);
            return true;
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    private static String name(Path folder) {
        Path pom = folder.resolve("pom.xml");
        try {
            if (Files.isRegularFile(pom)) {
                String text = Files.readString(pom, StandardCharsets.UTF_8).replaceAll("(?s)<parent>.*?</parent>", "");
                var matcher = ARTIFACT.matcher(text);
                if (matcher.find()) {
                    return matcher.group(1).strip();
                }
            }
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read: %s.", pom, e.getMessage())
                    .remedy("Check its permissions.")
                    .causedBy(e);
        }
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static Optional<Path> changelog(Path folder) {
        try (Stream<Path> tree = Files.find(
                folder,
                8,
                (path, attributes) -> attributes.isRegularFile()
                        && ROOT_CHANGELOG
                                .matcher(String.valueOf(path.getFileName()))
                                .matches()
                        && !slashed(folder.relativize(path)).matches("(.*/)?(target|build|node_modules|\\..*)/.*"),
                new FileVisitOption[0])) {
            return tree.sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static String template(String name) {
        try (InputStream in = InitCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the template " + name + " is part of the product");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the template " + name + " is part of the product", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    private static CountersignException notWritable(Path file, IOException e) {
        return CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                .found("%s cannot be written: %s.", file, e.getMessage())
                .remedy("Check the permissions of the folder.")
                .causedBy(e);
    }
}
