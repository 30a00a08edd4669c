package io.countersign.release;

import io.countersign.database.liquibase.LiquibaseChangelogReader;
import io.countersign.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small project in a real git repository, made by the real git, with a clock and settings of its own. */
public record GitProject(Path folder) {
    static final String CHANGELOG = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
              <include file="books.sql" relativeToChangelogFile="true"/>
            </databaseChangeLog>
            """;
    static final String BOOKS = """
            --liquibase formatted sql
            --changeset ada:1
            create table book (id int primary key, title varchar(100));
            --rollback drop table book;
            """;

    /** A tagged project with a changelog, a built application and a configuration file. */
    public static GitProject bookshop(Path folder) {
        GitProject project = empty(folder);
        project.write(".gitignore", "target/\n");
        project.write("db/changelog.xml", CHANGELOG);
        project.write("db/books.sql", BOOKS);
        project.write("db/README.md", "Not a part of any release.\n");
        project.write("config/shop.properties", "currency=CHF\n");
        project.commit("The shop");
        project.git("tag", "-a", "v1.4.0", "-m", "Bookshop 1.4.0");
        project.write("target/bookshop.jar", "not really a jar\n");
        return project;
    }

    public static GitProject empty(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GitProject project = new GitProject(folder);
        project.git("init", "-q", "-b", "main");
        return project;
    }

    public void commit(String message) {
        git("add", "-A");
        git("commit", "-q", "-m", message);
    }

    public Path write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            // git compares times before contents, and the tests write faster than clocks tick
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + text.hashCode() % 1000)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs git and gives what it printed, without the newline at the end. */
    public String git(String... arguments) {
        return git(folder, arguments);
    }

    public static String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@example.org");
            builder.environment().put("GIT_" + who + "_DATE", "1760000001 +0200");
        }
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public ReleaseSources sources() {
        return new ReleaseSources(
                folder,
                "bookshop",
                "1.4.0",
                "v1.4.0",
                Optional.of(new ReleaseSources.Changes("db", "changelog.xml")),
                List.of(new ReleaseSources.FileSet("target", "*.jar")),
                List.of(new ReleaseSources.FileSet("config", "**")),
                Optional.of(new DatabaseVersion("1.3.0")),
                new DatabaseVersion("1.4.0"),
                false,
                "1.0.0");
    }

    /** The same as another version, or allowing a preliminary release. */
    public ReleaseSources sources(String version, boolean preliminaryAllowed) {
        ReleaseSources sources = sources();
        return new ReleaseSources(
                folder,
                sources.application(),
                version,
                "v" + version,
                sources.changes(),
                sources.applicationFiles(),
                sources.configurationFiles(),
                sources.requires(),
                sources.resulting(),
                preliminaryAllowed,
                sources.tool());
    }

    /** A release without database changes, of one file set. */
    public ReleaseSources application(String directory, String include) {
        ReleaseSources sources = sources();
        return new ReleaseSources(
                folder,
                sources.application(),
                sources.version(),
                sources.tag(),
                Optional.empty(),
                List.of(new ReleaseSources.FileSet(directory, include)),
                List.of(),
                Optional.empty(),
                sources.resulting(),
                false,
                sources.tool());
    }

    public SealedRelease seal() {
        return seal(sources());
    }

    public SealedRelease seal(ReleaseSources sources) {
        return ReleaseSealer.seal(
                sources,
                new LiquibaseChangelogReader(),
                folder.resolve("target/bookshop-1.4.0-release.zip"),
                Progress.silent());
    }
}
