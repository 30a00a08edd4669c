package io.countersign.it.goals;

import io.countersign.it.harness.MavenRun;
import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A developer's folder: git, changes, stages and keys. */
record Workshop(Path folder) {
    static final String RELEASE = "target/bookshop-1.0.0-release.zip";

    /** DEV asks for nobody, QAT for a developer and for the operator's receipts. */
    static final String STAGES = """
            version: 1
            roles:
              developer: { keys: [ keys/developer.asc ] }
              operator:  { keys: [ keys/operator.asc ] }
            stages:
              - name: DEV
                backup: { directory: backups }
                targets: [ { name: dev, url: "jdbc:h2:./databases/dev", credentials: { user: sa } } ]
              - name: QAT
                approvals: 1 developer
                exceptions: 1 developer
                receipts: operator
                backup: { directory: backups }
                targets: [ { name: qat, url: "jdbc:h2:./databases/qat", credentials: { user: sa } } ]
            """;

    static Workshop bookshop(Path folder) throws IOException, InterruptedException {
        Workshop shop = new Workshop(folder);
        shop.key("developer", Secret.none());
        shop.key("operator", Secret.none());
        shop.write(".gitignore", "target/\nsecret/\nkeys/\nbackups/\ndatabases/\nreports/\n");
        shop.write("stages.yml", STAGES);
        shop.write("pom.xml", """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId>
                  <artifactId>bookshop</artifactId>
                  <version>1.0.0</version>
                  <packaging>pom</packaging>
                </project>
                """);
        shop.write("countersign.yml", """
                version: 1
                application: bookshop
                changes: { root: db, changelog: changelog.sql }
                """);
        shop.write("db/changelog.sql", """
                --liquibase formatted sql
                --changeset ada:1
                create table book (id int primary key, title varchar(100) not null);
                --rollback drop table book;
                """);
        shop.git("init", "-q", "-b", "main");
        shop.commitAndTag();
        return shop;
    }

    /** Seals and approves for QAT, as developers do before they hand a release over. */
    static Workshop sealed(Path folder) throws IOException, InterruptedException {
        Workshop shop = bookshop(folder);
        MavenRun.Result result = shop.maven()
                .with("countersign.stage", "QAT")
                .with("countersign.showSql", "false")
                .with("countersign.key", "secret/developer.asc")
                .goals("seal", "approve");
        if (!result.succeeded()) {
            throw new AssertionError(result.output());
        }
        return shop;
    }

    MavenRun maven() {
        return MavenRun.in(folder);
    }

    void key(String name, Secret passphrase) throws IOException {
        KeyMaker.MadeKey key = KeyMaker.make(
                name + " <" + name + "@example.org>", Instant.now().minusSeconds(60), Optional.empty(), passphrase);
        write("keys/" + name + ".asc", key.publicKey());
        write("secret/" + name + ".asc", key.secretKey());
    }

    Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text);
    }

    void commitAndTag() throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", "Version 1.0.0");
        git("tag", "-a", "v1.0.0", "-m", "Version 1.0.0");
    }

    void git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder git =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        git.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = git.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + output);
        }
    }

    /** What a customer's database administrator gets: the release, its evidence, stages.yml, keys, and no project. */
    void handOver(Path to) throws IOException {
        copy(folder.resolve("target"), to);
        copy(folder.resolve("keys"), to.resolve("keys"));
        copy(folder.resolve("secret"), to.resolve("secret"));
        Files.copy(folder.resolve("stages.yml"), to.resolve("stages.yml"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }
}
