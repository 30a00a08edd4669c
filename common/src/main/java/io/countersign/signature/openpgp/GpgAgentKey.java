package io.countersign.signature.openpgp;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.KeyFingerprint;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that only gpg's agent can use: on a card, in a token, or behind a pinentry. The agent asks for the passphrase itself;
 * only where one is given here, for machines without anybody to ask, it is passed on through a pipe.
 */
public final class GpgAgentKey implements SigningKey {
    private static final Pattern CREATED = Pattern.compile("\\[GNUPG:\\] SIG_CREATED D .*");
    private static final Pattern FAILURE = Pattern.compile("\\[GNUPG:\\] FAILURE \\S+ (\\d+)");
    /** GPG_ERR_BAD_PASSPHRASE in the lower 16 bits of libgpg-error's codes; the others name the source. */
    private static final int BAD_PASSPHRASE = 11;

    private static final long PATIENCE_SECONDS = 300;

    private final String program;
    private final String chosen;
    private final PersonKey person;
    private final Secret passphrase;

    private GpgAgentKey(String program, String chosen, PersonKey person, Secret passphrase) {
        this.program = program;
        this.chosen = chosen;
        this.person = person;
        this.passphrase = passphrase;
    }

    /** A key whose passphrase the agent knows or asks for. */
    public static GpgAgentKey of(String program, String fingerprint) {
        return of(program, fingerprint, Secret.none());
    }

    /**
     * @param program {@code gpg}, or the path of it
     * @param fingerprint the full fingerprint of the primary key, or of the one subkey that is to sign
     * @param passphrase for the agent; none lets it ask
     * @throws CountersignException PARAMETER_INVALID where it is no full fingerprint; KEY_UNKNOWN where gpg has no such secret key;
     *     KEY_UNUSABLE where that may not sign any more
     */
    public static GpgAgentKey of(String program, String fingerprint, Secret passphrase) {
        String wanted = KeyFingerprint.of(fingerprint);
        Output listed = run(program, List.of("--batch", "--with-colons", "--list-secret-keys", wanted), out -> {});
        if (listed.status() != 0) {
            throw CountersignException.problem(ProblemCode.KEY_UNKNOWN)
                    .found("gpg has no secret key %s.", wanted)
                    .remedy("Import it, or plug in the card, and look with gpg --list-secret-keys.")
                    .build();
        }
        GpgListing listing = GpgListing.of(listed.text());
        listing.objection(wanted).ifPresent(reason -> {
            throw CountersignException.problem(ProblemCode.KEY_UNUSABLE)
                    .found("The key %s of gpg may not sign now: %s.", wanted, reason)
                    .remedy("Use another key, or prolong this one.")
                    .build();
        });
        PersonKey person = new PersonKey(listing.primary().orElse(wanted), listing.userId());
        // gpg chooses the youngest subkey by itself; an exclamation mark makes it use exactly the one named
        String chosen = wanted.equals(person.fingerprint()) ? wanted : wanted + "!";
        return new GpgAgentKey(program, chosen, person, passphrase);
    }

    @Override
    public PersonKey person() {
        return person;
    }

    @Override
    public String sign(Content content) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("--batch", "--status-fd", "2", "--digest-algo", "SHA512", "--local-user", chosen));
        Content input = content;
        if (!passphrase.isEmpty()) {
            arguments.addAll(List.of("--pinentry-mode", "loopback", "--passphrase-fd", "0"));
            // gpg reads it up to the first line's end, and the data after it
            input = out -> {
                out.write((passphrase.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
                content.writeTo(out);
            };
        }
        arguments.addAll(List.of("--armor", "--detach-sign"));
        Output output = run(program, arguments, input);
        if (output.status() != 0
                || output.messages()
                        .lines()
                        .noneMatch(line -> CREATED.matcher(line).matches())) {
            throw notSigned(output);
        }
        if (output.unfed().isPresent()) {
            throw output.unfed().get(); // gpg has signed what it got, which is not all
        }
        return output.text();
    }

    private CountersignException notSigned(Output output) {
        if (output.messages().lines().anyMatch(GpgAgentKey::tellsOfPassphrase)) {
            return CountersignException.problem(ProblemCode.PASSPHRASE_WRONG)
                    .found("gpg cannot unlock the key of %s: the passphrase is wrong.", person.userId())
                    .remedy("Correct the passphrase, or leave it out and let gpg's agent ask for it.")
                    .build();
        }
        return CountersignException.problem(ProblemCode.SIGNING_FAILED)
                .found("gpg did not sign as %s: %s.", person.userId(), lastMessage(output.messages()))
                .remedy(
                        "Try gpg --local-user %s --detach-sign on any file; mind GPG_TTY and the pinentry.",
                        person.fingerprint())
                .build();
    }

    private static boolean tellsOfPassphrase(String line) {
        Matcher failure = FAILURE.matcher(line);
        return failure.matches() && (Long.parseLong(failure.group(1)) & 0xFFFF) == BAD_PASSPHRASE;
    }

    private static String lastMessage(String messages) {
        List<String> lines = new ArrayList<>(messages.lines()
                .filter(line -> !line.startsWith("[GNUPG:]") && !line.isBlank())
                .toList());
        return lines.isEmpty() ? "it gave no reason" : lines.get(lines.size() - 1);
    }

    /** @param unfed why the input did not reach gpg wholly */
    private record Output(int status, String text, String messages, Optional<IOException> unfed) {}

    private static Output run(String program, List<String> arguments, Content input) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()));
            CompletableFuture<String> messages = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()));
            Optional<IOException> unfed = feed(process, input);
            if (!waited(process)) {
                throw failed(program, "it did not answer within " + PATIENCE_SECONDS + " s");
            }
            return new Output(process.exitValue(), text.join(), messages.join(), unfed);
        } catch (IOException e) {
            throw failed(program, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Waiting for gpg was interrupted.")
                    .causedBy(e);
        }
    }

    /** gpg may end before it has read everything; why it did so is in its messages then. */
    private static Optional<IOException> feed(Process process, Content input) {
        try (OutputStream in = process.getOutputStream()) {
            input.writeTo(in);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static boolean waited(Process process) throws InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended;
        } finally {
            if (!ended) {
                process.destroyForcibly();
            }
        }
    }

    private static String drain(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CountersignException failed(String program, String why) {
        return CountersignException.problem(ProblemCode.SIGNING_FAILED)
                .found("%s could not be run: %s.", program, why)
                .remedy("Install GnuPG, or sign with a key file (-Dcountersign.key=FILE).")
                .build();
    }
}
