package io.countersign.signature.openpgp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The real GnuPG with a home of its own, so that keys and signatures are what people make. Closing it ends its agent.
 *
 * @param home short enough for the agent's socket
 */
public record Gpg(Path home) implements AutoCloseable {
    private static final String PROGRAM = "gpg";

    /**
     * What gpg's agent rarely tells of a key that it has itself encrypted a moment ago, on machines with much to do;
     * projects that test against gpg know it, and that the same command works when it is given again.
     */
    private static final String AGENT_STUMBLED = "Corrupted protection";

    private static final int ATTEMPTS = 3;

    /** Where there is no gpg the test is told as not run. */
    public static Gpg at(Path folder) {
        try {
            Process asked = new ProcessBuilder(PROGRAM, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Assumptions.assumeTrue(asked.waitFor() == 0, "NOT RUN: gpg does not answer here");
        } catch (IOException e) {
            Assumptions.abort("NOT RUN: there is no gpg here, so what it makes cannot be judged");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        try {
            return new Gpg(Files.createDirectory(
                    folder.resolve("gpg"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key without a passphrase, made in the year 2024; gives the primary key's fingerprint. */
    public String key(String userId, String algorithm, String usage) {
        return key(userId, algorithm, usage, "20240101T000000", "never");
    }

    public String key(String userId, String algorithm, String usage, String created, String expiry) {
        run(
                "--faked-system-time",
                created + "!",
                "--passphrase",
                "",
                "--quick-gen-key",
                userId,
                algorithm,
                usage,
                expiry);
        return fingerprints(userId).get(0);
    }

    /** A subkey; gives its fingerprint. */
    public String subkey(String primary, String algorithm, String usage, String created, String expiry) {
        List<String> before = fingerprints(primary);
        run(
                "--faked-system-time",
                created + "!",
                "--passphrase",
                "",
                "--quick-add-key",
                primary,
                algorithm,
                usage,
                expiry);
        List<String> after = new ArrayList<>(fingerprints(primary));
        after.removeAll(before);
        return after.get(0);
    }

    /** The primary key's fingerprint, then those of the subkeys. */
    public List<String> fingerprints(String key) {
        return new String(run("--with-colons", "--list-keys", key), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals("fpr"))
                .map(fields -> fields[9])
                .toList();
    }

    public byte[] publicKey(String key) {
        return run("--armor", "--export", key);
    }

    public byte[] secretKey(String key) {
        return run("--armor", "--export-secret-keys", key);
    }

    /** A detached signature, in the middle of 2024 unless the arguments say otherwise. */
    public byte[] sign(byte[] data, String key, String... more) {
        List<String> arguments = new ArrayList<>();
        if (!Arrays.asList(more).contains("--faked-system-time")) {
            arguments.addAll(List.of("--faked-system-time", "20240601T000000!"));
        }
        arguments.addAll(List.of(more));
        if (!arguments.contains("--local-user")) {
            arguments.addAll(List.of("--local-user", key));
        }
        arguments.add("--detach-sign");
        return feed(data, arguments.toArray(String[]::new));
    }

    /** Whether gpg itself takes a signature for good. */
    public boolean verifies(byte[] data, String signature) throws IOException {
        Path signed = Files.write(Files.createTempFile(home, "data", ""), data);
        Path detached = Files.writeString(Files.createTempFile(home, "data", ".asc"), signature);
        return new String(
                        run("--status-fd", "1", "--verify", detached.toString(), signed.toString()),
                        StandardCharsets.UTF_8)
                .contains("[GNUPG:] VALIDSIG ");
    }

    public byte[] run(String... arguments) {
        return feed(new byte[0], arguments);
    }

    public byte[] feed(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--homedir",
                home.toString(),
                "--batch",
                "--yes",
                "--no-tty",
                "--quiet",
                "--pinentry-mode",
                "loopback",
                "--trust-model",
                "always"));
        command.addAll(List.of(arguments));
        try {
            Path messages = home.resolve("messages");
            for (int attempt = 1; ; attempt++) {
                Process process = new ProcessBuilder(command)
                        .redirectError(messages.toFile())
                        .start();
                try (OutputStream in = process.getOutputStream()) {
                    in.write(input);
                }
                byte[] output = process.getInputStream().readAllBytes();
                if (process.waitFor() == 0) {
                    return output;
                }
                String told = Files.readString(messages);
                if (attempt == ATTEMPTS || !told.contains(AGENT_STUMBLED)) {
                    throw new IllegalStateException(command + ": " + told);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program for our own use of gpg: the same gpg, with this home. */
    public Path program() throws IOException {
        Path script = home.resolve("gpg-here");
        Files.writeString(script, "#!/bin/sh\nexec " + PROGRAM + " --homedir '" + home + "' --no-tty \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Ends the agent, which keeps passphrases; the next call starts another. */
    public void forgetPassphrases() {
        close();
    }

    @Override
    public void close() {
        try {
            new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
