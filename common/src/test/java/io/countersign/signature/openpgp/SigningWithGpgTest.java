package io.countersign.signature.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.Keyring;
import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we make, judged by the real gpg; keys that gpg made, used by us; and gpg's agent signing for us. */
class SigningWithGpgTest {
    private static final byte[] DATA = "a statement\n".getBytes(UTF_8);
    private static final Secret PASSPHRASE = Secret.of("correct horse, Grüezi");

    @TempDir
    static Path folder;

    private static Gpg gpg;

    @BeforeAll
    static void start() {
        gpg = Gpg.at(folder);
    }

    @AfterAll
    static void endAgent() {
        if (gpg != null) {
            gpg.close();
        }
    }

    @Test
    void gpg_imports_a_made_key_and_verifies_its_signatures() throws IOException {
        KeyMaker.MadeKey made = KeyMaker.make("Maya <maya@example.org>", anHourAgo(), Optional.empty(), PASSPHRASE);
        gpg.feed(made.publicKey().getBytes(UTF_8), "--import");
        assertThat(gpg.fingerprints("maya@example.org")).containsExactly(made.fingerprint());
        SigningKey key = OpenPgp.secretKey("the key", made.secretKey().getBytes(UTF_8), PASSPHRASE);
        assertThat(gpg.verifies(DATA, key.sign(DATA))).isTrue();
    }

    @Test
    void gpg_signs_with_a_made_key_under_its_passphrase() throws IOException {
        KeyMaker.MadeKey made =
                KeyMaker.make("Nora <nora@example.org>", anHourAgo(), Optional.of(Duration.ofDays(30)), PASSPHRASE);
        gpg.feed(made.secretKey().getBytes(UTF_8), "--import");
        byte[] signature = gpg.feed(
                DATA, "--passphrase", PASSPHRASE.reveal(), "--local-user", made.fingerprint(), "--detach-sign");
        assertThat(findings(made.publicKey(), signature))
                .allMatch(SignatureFinding::isGood)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa3072", "ed25519", "nistp256", "nistp384", "nistp521"})
    void signs_with_any_key_of_gpg_so_that_gpg_and_we_take_it_for_good(String algorithm) throws IOException {
        String fingerprint = gpg.key("Exported " + algorithm, algorithm, "sign");
        SigningKey key = OpenPgp.secretKey("the key", gpg.secretKey(fingerprint), Secret.none());
        String signature = key.sign(DATA);
        assertThat(key.person().fingerprint()).isEqualTo(fingerprint);
        assertThat(gpg.verifies(DATA, signature)).isTrue();
        assertThat(findings(new String(gpg.publicKey(fingerprint), UTF_8), signature.getBytes(UTF_8)))
                .allMatch(SignatureFinding::isGood)
                .hasSize(1);
        assertThat(new String(gpg.feed(signature.getBytes(UTF_8), "--list-packets"), UTF_8))
                .contains("digest algo 10");
    }

    @Test
    void unlocks_a_key_that_gpg_protected() {
        gpg.run("--passphrase", PASSPHRASE.reveal(), "--quick-gen-key", "Protected", "ed25519", "sign", "never");
        byte[] exported = gpg.run("--passphrase", PASSPHRASE.reveal(), "--armor", "--export-secret-keys", "Protected");
        assertThat(OpenPgp.secretKey("the key", exported, PASSPHRASE).sign(DATA))
                .startsWith("-----BEGIN PGP SIG");
        for (Secret wrong : List.of(Secret.none(), Secret.of("wrong"))) {
            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(() -> OpenPgp.secretKey("the key", exported, wrong))
                    .matches(problem -> problem.code() == ProblemCode.PASSPHRASE_WRONG)
                    .withMessageContaining("the key cannot be unlocked")
                    .withMessageNotContaining("wrong!");
        }
    }

    @Test
    void signs_by_the_youngest_valid_subkey_as_gpg_does() throws IOException {
        String fingerprint = gpg.key("Has subkeys", "ed25519", "cert");
        gpg.subkey(fingerprint, "ed25519", "sign", "20240102T000000", "never");
        String young = gpg.subkey(fingerprint, "ed25519", "sign", "20240103T000000", "never");
        gpg.subkey(fingerprint, "ed25519", "sign", "20240104T000000", "20240201T000000");
        SigningKey key = OpenPgp.secretKey("the key", gpg.secretKey(fingerprint), Secret.none());
        List<SignatureFinding> findings = findings(
                new String(gpg.publicKey(fingerprint), UTF_8), key.sign(DATA).getBytes(UTF_8));
        assertThat(findings).extracting(SignatureFinding::signingKey).containsExactly(young);
        assertThat(findings).allMatch(SignatureFinding::isGood);
    }

    @Test
    void signs_where_the_primary_key_is_kept_elsewhere() throws IOException {
        String fingerprint = gpg.key("Primary is offline", "ed25519", "cert");
        gpg.subkey(fingerprint, "ed25519", "sign", "20240102T000000", "never");
        byte[] subkeys = gpg.run("--armor", "--export-secret-subkeys", fingerprint);
        SigningKey key = OpenPgp.secretKey("the key", subkeys, Secret.none());
        assertThat(gpg.verifies(DATA, key.sign(DATA))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "weak", "for certificates only"})
    void refuses_to_sign_with_a_key_that_would_not_count(String why) {
        String fingerprint = switch (why) {
            case "expired" -> gpg.key("Unusable 1", "ed25519", "sign", "20240101T000000", "20240201T000000");
            case "weak" -> gpg.key("Unusable 2", "rsa1024", "sign");
            default -> gpg.key("Unusable 3", "ed25519", "cert");
        };
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> OpenPgp.secretKey("the key", gpg.secretKey(fingerprint), Secret.none()))
                .matches(problem -> problem.code() == ProblemCode.KEY_UNUSABLE)
                .withMessageContaining(why.equals("for certificates only") ? "not meant for signing" : why);
    }

    @Test
    void the_agent_signs_for_us() throws IOException {
        String fingerprint = gpg.key("Agent: Ada", "ed25519", "sign");
        SigningKey key = GpgAgentKey.of(gpg.program().toString(), fingerprint);
        assertThat(key.person().fingerprint()).isEqualTo(fingerprint);
        assertThat(key.person().userId()).isEqualTo("Agent: Ada");
        byte[] signature = key.sign(DATA).getBytes(UTF_8);
        assertThat(findings(new String(gpg.publicKey(fingerprint), UTF_8), signature))
                .allMatch(SignatureFinding::isGood)
                .hasSize(1);
    }

    @Test
    void signs_nothing_that_could_not_be_read_to_its_end() throws IOException {
        String fingerprint = gpg.key("Reader", "ed25519", "sign");
        for (SigningKey key : List.of(
                GpgAgentKey.of(gpg.program().toString(), fingerprint),
                OpenPgp.secretKey("the key", gpg.secretKey(fingerprint), Secret.none()))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> key.sign(out -> {
                        out.write(DATA);
                        throw new IOException("the disk is gone");
                    }))
                    .withMessage("the disk is gone");
        }
    }

    @Test
    void the_agent_signs_by_the_subkey_that_was_named() throws IOException {
        String fingerprint = gpg.key("Agent with subkeys", "ed25519", "cert");
        String first = gpg.subkey(fingerprint, "ed25519", "sign", "20240102T000000", "never");
        gpg.subkey(fingerprint, "ed25519", "sign", "20240103T000000", "never");
        SigningKey key = GpgAgentKey.of(gpg.program().toString(), first.toLowerCase(Locale.ROOT));
        assertThat(key.person().fingerprint()).isEqualTo(fingerprint);
        assertThat(findings(
                        new String(gpg.publicKey(fingerprint), UTF_8),
                        key.sign(DATA).getBytes(UTF_8)))
                .extracting(SignatureFinding::signingKey)
                .containsExactly(first);
    }

    @Test
    void the_agent_takes_a_passphrase_that_no_command_line_shows() throws IOException {
        gpg.run("--passphrase", PASSPHRASE.reveal(), "--quick-gen-key", "Agent locked", "ed25519", "sign", "never");
        String fingerprint = gpg.fingerprints("Agent locked").get(0);
        Path seen = gpg.home().resolve("seen");
        Path program = gpg.program();
        Files.writeString(program, Files.readString(program).replace("exec", "echo \"$@\" >> '" + seen + "'\nexec"));
        gpg.forgetPassphrases();
        SigningKey wrong = GpgAgentKey.of(program.toString(), fingerprint, Secret.of("wrong"));
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> wrong.sign(DATA))
                .matches(problem -> problem.code() == ProblemCode.PASSPHRASE_WRONG);
        SigningKey key = GpgAgentKey.of(program.toString(), fingerprint, PASSPHRASE);
        assertThat(findings(
                        new String(gpg.publicKey(fingerprint), UTF_8),
                        key.sign(DATA).getBytes(UTF_8)))
                .allMatch(SignatureFinding::isGood)
                .hasSize(1);
        assertThat(seen).content().contains("--detach-sign").doesNotContain(PASSPHRASE.reveal());
    }

    @Test
    void the_agent_does_not_know_every_key() throws IOException {
        String program = gpg.program().toString();
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> GpgAgentKey.of(program, "0123456789ABCDEF0123456789ABCDEF01234567"))
                .matches(problem -> problem.code() == ProblemCode.KEY_UNKNOWN);
        for (String vague : List.of("Ada", "89ABCDEF01234567", "--version", "")) {
            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(() -> GpgAgentKey.of(program, vague))
                    .matches(problem -> problem.code() == ProblemCode.PARAMETER_INVALID)
                    .withMessageContaining("beyond doubt");
        }
    }

    @Test
    void tells_why_gpg_did_not_sign() throws IOException {
        String fingerprint = gpg.key("Agent, certifying", "ed25519", "cert");
        SigningKey key = GpgAgentKey.of(gpg.program().toString(), fingerprint);
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> key.sign(new byte[1 << 20]))
                .matches(problem -> problem.code() == ProblemCode.SIGNING_FAILED)
                .withMessageContaining("Agent, certifying");
    }

    @Test
    void tells_of_an_expired_key_what_a_file_tells_of_it() throws IOException {
        String program = gpg.program().toString();
        String whole = gpg.key("Agent, expired", "ed25519", "sign", "20240101T000000", "20240201T000000");
        String parts = gpg.key("Agent, expired in part", "ed25519", "cert");
        String subkey = gpg.subkey(parts, "ed25519", "sign", "20240103T000000", "20240201T000000");
        for (String fingerprint : List.of(whole, parts, subkey)) {
            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(() -> GpgAgentKey.of(program, fingerprint))
                    .matches(problem -> problem.code() == ProblemCode.KEY_UNUSABLE)
                    .withMessageContaining("expired at 2024-02-01");
        }
        String young = gpg.subkey(parts, "ed25519", "sign", "20240104T000000", "never");
        assertThat(GpgAgentKey.of(program, parts).sign(DATA)).startsWith("-----BEGIN PGP SIG");
        assertThat(GpgAgentKey.of(program, young).person().fingerprint()).isEqualTo(parts);
    }

    @Test
    void tells_where_there_is_no_gpg() {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> GpgAgentKey.of("/nowhere/gpg", "0123456789ABCDEF0123456789ABCDEF01234567"))
                .matches(problem -> problem.code() == ProblemCode.SIGNING_FAILED)
                .withMessageContaining("Install GnuPG");
    }

    private static Instant anHourAgo() {
        return Instant.now().minus(Duration.ofHours(1));
    }

    private static List<SignatureFinding> findings(String publicKey, byte[] signature) {
        Keyring ring = OpenPgp.keyring(publicKey);
        return ring.judge(DATA, signature, Instant.now());
    }
}
