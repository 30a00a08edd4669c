package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/**
 * A small project with its promotion path, and Dora, who is developer and operator of it. A Pipeline gets it sealed by
 * {@link #sealed}.
 *
 * @param stages the file stages.yml
 * @param changelog in Liquibase's SQL format
 */
record SealedShop(String publicKey, String secretKey, String stages, String changelog) {
    /** The id of the credentials with Dora's key. */
    static final String KEY = "developer-key";

    static final String BOOKS = """
            --liquibase formatted sql
            --changeset ann:book
            CREATE TABLE book (id INT PRIMARY KEY);
            --rollback DROP TABLE book;
            """;

    /** @param keys a short path: gpg's sockets lie in it */
    static SealedShop make(Path keys, String stages, String changelog) throws Exception {
        gpg(keys, "--quick-gen-key", "Dora <dora@example.org>", "ed25519", "sign", "never");
        SealedShop made = new SealedShop(
                gpg(keys, "--armor", "--export"), gpg(keys, "--armor", "--export-secret-keys"), stages, changelog);
        run(keys, List.of("gpgconf", "--kill", "all"));
        return made;
    }

    /** A promotion path DEV, QAT, where Dora approves for QAT and signs the receipts. */
    static String path(String dev, String qat) {
        return """
                version: 1
                roles:
                  developer: { keys: [ keys/dora.asc ] }
                stages:
                  - name: DEV
                    receipts: developer
                    targets:
                      - { name: dev, %s }
                  - name: QAT
                    approvals: 1 developer
                    receipts: developer
                    targets:
                      - { name: qat, %s }
                """.formatted(dev, qat);
    }

    /** How stages.yml names a database whose login is in Jenkins' credentials. */
    static String target(TestDatabase database) {
        return "url: \"" + database.url() + "\", credentials: { id: " + database.name() + " }";
    }

    void addKey() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, KEY, "", Secret.fromString(secretKey)));
        SystemCredentialsProvider.getInstance().save();
    }

    static void addLogin(TestDatabase database) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, database.name(), "", database.user(), database.password()));
        SystemCredentialsProvider.getInstance().save();
    }

    /** A Pipeline that seals the project and then goes on with these lines, in which {@code zip} is the release. */
    String sealed(String label, String lines) throws IOException {
        try (InputStream in = SealedShop.class.getResourceAsStream("sealed.groovy")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@CHANGELOG@", changelog)
                    .replace("@PUBLIC_KEY@", publicKey)
                    .replace("@STAGES@", stages);
            return "node('" + label + "') {\n" + text + lines + "\n}\n";
        }
    }

    /** The project in a git repository, at the tag of 1.0, with this Jenkinsfile. */
    void commit(Path project, String jenkinsfile) throws Exception {
        Files.createDirectories(project.resolve("src/db"));
        Files.createDirectories(project.resolve("keys"));
        Files.writeString(project.resolve("countersign.yml"), """
                version: 1
                application: bookshop
                tag: v{version}
                changes: { root: src, changelog: db/changelog.sql }
                """);
        Files.writeString(project.resolve("src/db/changelog.sql"), changelog);
        Files.writeString(project.resolve("keys/dora.asc"), publicKey);
        Files.writeString(project.resolve("stages.yml"), stages);
        Files.writeString(project.resolve(".gitignore"), "target/\n");
        Files.writeString(project.resolve("Jenkinsfile"), jenkinsfile);
        git(project, "init", "--quiet", "--initial-branch", "main");
        git(project, "add", ".");
        git(project, "commit", "--quiet", "--allow-empty", "-m", "Books");
        git(project, "tag", "--force", "-a", "-m", "1.0", "v1.0");
    }

    /** A branch with a commit of its own, which no tag names. */
    void branch(Path project, String name) throws Exception {
        git(project, "checkout", "--quiet", "-b", name);
        Files.writeString(project.resolve("src/db/changelog.sql"), changelog + """
                --changeset ann:title
                ALTER TABLE book ADD title VARCHAR(20);
                """);
        git(project, "commit", "--quiet", "--all", "-m", "Titles");
        git(project, "checkout", "--quiet", "main");
    }

    private static void git(Path project, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", project.toString()));
        command.addAll(List.of("-c", "user.name=Ann", "-c", "user.email=ann@example.org"));
        command.addAll(List.of(arguments));
        run(project, command);
    }

    private static String gpg(Path home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet", "--pinentry-mode", "loopback"));
        command.addAll(List.of("--passphrase", ""));
        command.addAll(List.of(arguments));
        return run(home, command);
    }

    private static String run(Path home, List<String> command) throws Exception {
        Path output = Files.createTempFile("bookshop", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("GNUPGHOME", home.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        String text = Files.readString(output);
        Files.delete(output);
        return text;
    }
}
