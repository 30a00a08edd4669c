package io.countersign.quickstart;

import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A copy of the sample application in a git repository of its own, with throw-away keys for its people. */
final class Bookshop {
    private final Path folder;
    private final MavenCommand maven;

    private Bookshop(Path folder, MavenCommand maven) {
        this.folder = folder;
        this.maven = maven;
    }

    static Bookshop copy(Path sample, Path folder, MavenCommand maven) throws IOException {
        delete(folder);
        try (Stream<Path> tree = Files.walk(sample)) {
            for (Path path : tree.toList()) {
                String relative = sample.relativize(path).toString();
                if (!relative.startsWith("target") && !relative.startsWith("stages" + java.io.File.separator)) {
                    Files.copy(path, folder.resolve(relative));
                }
            }
        }
        Files.writeString(folder.resolve(".gitignore"), "target/\nstages/\nsecret/\n");
        key(folder, "developer", "Alice Developer <alice@example.com>");
        key(folder, "customer", "Carol Customer <carol@example.org>");
        key(folder, "operator", "Oscar Operator <oscar@example.com>");
        return new Bookshop(folder, maven);
    }

    private static void key(Path folder, String role, String person) throws IOException {
        KeyMaker.MadeKey key = KeyMaker.make(person, Instant.now().minusSeconds(60), Optional.empty(), Secret.none());
        write(folder.resolve("keys/" + role + ".asc"), key.publicKey());
        write(folder.resolve("secret/" + role + ".asc"), key.secretKey());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    Path folder() {
        return folder;
    }

    MavenCommand.Outcome maven(List<String> goals) throws IOException, InterruptedException {
        return maven.run(folder, goals);
    }

    void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "user.name=Alice Developer",
                "-c",
                "user.email=alice@example.com",
                "-c",
                "commit.gpgSign=false",
                "-c",
                "tag.gpgSign=false",
                "-c",
                "init.defaultBranch=main"));
        command.addAll(List.of(arguments));
        Narrator.line("$ git " + String.join(" ", arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IllegalStateException("git failed.");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder.resolveSibling(""));
    }
}
