package io.countersign.signature.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.signature.Keyring;
import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignatureFinding.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real gpg makes, judged by us. Keys are from January 2024, signatures from June 2024, now is January 2025. */
class GpgSignaturesTest {
    private static final byte[] DATA = "a statement\n".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static Gpg gpg;
    private static String alice;

    @BeforeAll
    static void makeKeys() {
        gpg = Gpg.at(folder);
        alice = gpg.key("Alice <alice@example.org>", "ed25519", "sign");
    }

    @AfterAll
    static void endAgent() {
        if (gpg != null) {
            gpg.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "rsa3072", "ed25519", "nistp256", "nistp384", "nistp521"})
    void accepts_every_strong_algorithm(String algorithm) throws IOException {
        String key = gpg.key("Strong " + algorithm, algorithm, "sign");
        SignatureFinding finding = judge(key, gpg.sign(DATA, key));
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.status()).isEqualTo(Status.GOOD);
        assertThat(finding.person().orElseThrow().fingerprint()).isEqualTo(key);
        assertThat(finding.person().orElseThrow().userId()).isEqualTo("Strong " + algorithm);
        assertThat(finding.created()).contains(Instant.parse("2024-06-01T00:00:00Z"));
        assertThat(finding.signingKey()).isEqualTo(key);
    }

    @Test
    void accepts_armoured_and_binary_signatures_and_keys() throws IOException {
        assertThat(judge(alice, gpg.sign(DATA, alice, "--armor")).isGood()).isTrue();
        assertThat(judge(alice, gpg.sign(DATA, alice)).isGood()).isTrue();
        Path binary = Files.write(folder.resolve("binary.gpg"), gpg.run("--export", alice));
        assertThat(OpenPgp.keyring(List.of(binary)).judge(DATA, gpg.sign(DATA, alice), NOW))
                .extracting(SignatureFinding::status)
                .containsExactly(Status.GOOD);
    }

    @Test
    void finds_every_signature_of_a_file() throws IOException {
        String bob = gpg.key("Bob in a file of several", "ed25519", "sign");
        Keyring both = ring(alice, bob);
        byte[] together = gpg.feed(
                DATA,
                "--faked-system-time",
                "20240601T000000!",
                "--local-user",
                alice,
                "--local-user",
                bob,
                "--detach-sign");
        byte[] blocks = joined(gpg.sign(DATA, alice, "--armor"), gpg.sign(DATA, bob, "--armor"));
        byte[] packets = joined(gpg.sign(DATA, alice), gpg.sign(DATA, bob));
        for (byte[] file : List.of(together, blocks, packets)) {
            assertThat(both.judge(DATA, file, NOW))
                    .allMatch(SignatureFinding::isGood)
                    .extracting(finding -> finding.person().orElseThrow().fingerprint())
                    .containsExactlyInAnyOrder(alice, bob);
        }
    }

    @Test
    void tells_known_from_unknown_keys_in_one_file() throws IOException {
        String stranger = gpg.key("Stranger", "ed25519", "sign");
        byte[] file = joined(gpg.sign(DATA, stranger), gpg.sign(DATA, alice));
        List<SignatureFinding> findings = ring(alice).judge(DATA, file, NOW);
        assertThat(findings).extracting(SignatureFinding::status).containsExactly(Status.UNKNOWN_KEY, Status.GOOD);
        assertThat(findings.get(0).signingKey()).isEqualTo(stranger);
        assertThat(findings.get(0).person()).isEmpty();
    }

    @Test
    void refuses_a_signature_over_other_bytes() throws IOException {
        byte[] signature = gpg.sign("a statement".getBytes(UTF_8), alice);
        assertThat(judge(alice, signature).status()).isEqualTo(Status.BAD);
    }

    @Test
    void refuses_an_altered_signature_at_every_byte() throws IOException {
        byte[] signature = gpg.sign(DATA, alice);
        Keyring ring = ring(alice);
        for (int position = 0; position < signature.length; position++) {
            byte[] altered = signature.clone();
            altered[position] ^= (byte) 0xFF;
            assertThat(ring.judge(DATA, altered, NOW))
                    .as("byte %d", position)
                    .noneMatch(finding -> finding.isGood() && isHashed(signature, altered));
        }
    }

    /** Unhashed hints (the key id, the first two bytes of the digest) may change without changing what is said. */
    private static boolean isHashed(byte[] signature, byte[] altered) {
        int position = Arrays.mismatch(signature, altered);
        int hashedEnd = 8 + number(signature, 6);
        int hintsEnd = hashedEnd + 2 + number(signature, hashedEnd) + 2;
        return position < hashedEnd || position >= hintsEnd;
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getShort(at);
    }

    @Test
    void counts_subkeys_as_their_owner() throws IOException {
        String carol = gpg.key("Carol", "ed25519", "cert");
        String first = gpg.subkey(carol, "ed25519", "sign", "20240102T000000", "never");
        String second = gpg.subkey(carol, "rsa2048", "sign", "20240103T000000", "never");
        List<SignatureFinding> findings = ring(carol)
                .judge(
                        DATA,
                        joined(
                                gpg.sign(DATA, carol, "--local-user", first + "!"),
                                gpg.sign(DATA, carol, "--local-user", second + "!")),
                        NOW);
        assertThat(findings).allMatch(SignatureFinding::isGood);
        assertThat(findings).extracting(SignatureFinding::signingKey).containsExactly(first, second);
        assertThat(findings)
                .extracting(finding -> finding.person().orElseThrow().fingerprint())
                .containsOnly(carol);
    }

    @Test
    void refuses_a_subkey_that_its_file_does_not_bind() throws IOException {
        String dora = gpg.key("Dora", "ed25519", "cert");
        gpg.subkey(dora, "ed25519", "sign", "20240102T000000", "never");
        byte[] before = gpg.publicKey(dora);
        String later = gpg.subkey(dora, "ed25519", "sign", "20240103T000000", "never");
        byte[] signature = gpg.sign(DATA, dora, "--local-user", later + "!");
        Path old = Files.write(folder.resolve("dora-before.asc"), before);
        assertThat(OpenPgp.keyring(List.of(old)).judge(DATA, signature, NOW))
                .extracting(SignatureFinding::status)
                .containsExactly(Status.UNKNOWN_KEY);
    }

    @Test
    void refuses_an_expired_key_and_signatures_made_before_it_expired() throws IOException {
        String key = gpg.key("Expires in July", "ed25519", "sign", "20240101T000000", "20240701T000000");
        byte[] signature = gpg.sign(DATA, key);
        assertThat(judge(key, signature).status()).isEqualTo(Status.KEY_EXPIRED);
        assertThat(judgeAt(key, signature, Instant.parse("2024-06-30T00:00:00Z"))
                        .status())
                .isEqualTo(Status.GOOD);
    }

    @Test
    void refuses_a_signature_made_after_its_key_expired() throws IOException {
        String key = gpg.key("Expires in July, signs", "ed25519", "sign", "20240101T000000", "20240701T000000");
        // the clock of a cheat: gpg believes that the key never expired
        byte[] publicKey = gpg.publicKey(key);
        gpg.run("--faked-system-time", "20240501T000000!", "--quick-set-expire", key, "0");
        byte[] signature = gpg.sign(DATA, key, "--faked-system-time", "20240801T000000!");
        Path file = Files.write(folder.resolve("expired.asc"), publicKey);
        assertThat(OpenPgp.keyring(List.of(file)).judge(DATA, signature, NOW))
                .extracting(SignatureFinding::status)
                .containsExactly(Status.KEY_EXPIRED);
    }

    @Test
    void accepts_a_key_that_was_prolonged() throws IOException {
        String key = gpg.key("Prolonged", "ed25519", "sign", "20240101T000000", "20240701T000000");
        byte[] signature = gpg.sign(DATA, key);
        gpg.run("--faked-system-time", "20240801T000000!", "--quick-set-expire", key, "20300101T000000");
        assertThat(judge(key, signature).status()).isEqualTo(Status.GOOD);
        assertThat(judge(key, gpg.sign(DATA, key, "--faked-system-time", "20241001T000000!"))
                        .status())
                .isEqualTo(Status.GOOD);
    }

    @Test
    void refuses_an_expired_subkey_of_a_valid_key() throws IOException {
        String key = gpg.key("Subkey expires", "ed25519", "cert");
        gpg.subkey(key, "ed25519", "sign", "20240102T000000", "20240701T000000");
        assertThat(judge(key, gpg.sign(DATA, key)).status()).isEqualTo(Status.KEY_EXPIRED);
    }

    @Test
    void refuses_a_subkey_whose_primary_key_expired() throws IOException {
        String key = gpg.key("Primary expires", "ed25519", "cert", "20240101T000000", "20240701T000000");
        gpg.subkey(key, "ed25519", "sign", "20240102T000000", "never");
        assertThat(judge(key, gpg.sign(DATA, key)).status()).isEqualTo(Status.KEY_EXPIRED);
    }

    @Test
    void refuses_a_signature_that_expired() throws IOException {
        byte[] signature = gpg.sign(DATA, alice, "--default-sig-expire", "10d");
        assertThat(judge(alice, signature).status()).isEqualTo(Status.SIGNATURE_EXPIRED);
        assertThat(judgeAt(alice, signature, Instant.parse("2024-06-05T00:00:00Z"))
                        .status())
                .isEqualTo(Status.GOOD);
    }

    @Test
    void refuses_a_signature_from_the_future_but_not_from_a_clock_that_is_a_little_fast() throws IOException {
        byte[] signature = gpg.sign(DATA, alice, "--faked-system-time", "20250101T000400!");
        assertThat(judge(alice, signature).status()).isEqualTo(Status.GOOD);
        byte[] later = gpg.sign(DATA, alice, "--faked-system-time", "20250101T000600!");
        assertThat(judge(alice, later).status()).isEqualTo(Status.NOT_YET_VALID);
    }

    @ParameterizedTest
    @CsvSource({"0, none", "1, compromised", "3, no longer used", "2, superseded"})
    void refuses_a_revoked_key_from_its_revocation_on_and_from_ever_where_it_may_have_been_stolen(
            int reason, String name) throws IOException {
        String key = gpg.key("Revoked " + name, "ed25519", "sign");
        byte[] signature = gpg.sign(DATA, key);
        revoke(key, reason);
        assertThat(judge(key, signature).status()).isEqualTo(Status.KEY_REVOKED);
        boolean hard = reason < 2;
        assertThat(judgeAt(key, signature, Instant.parse("2024-06-02T00:00:00Z"))
                        .status())
                .isEqualTo(hard ? Status.KEY_REVOKED : Status.GOOD);
    }

    @Test
    void heeds_a_revocation_that_was_signed_by_an_old_gpg_with_sha1() throws IOException {
        String key = gpg.key("Revoked by SHA-1", "rsa2048", "sign");
        byte[] signature = gpg.sign(DATA, key);
        revoke(key, 1, "--cert-digest-algo", "SHA1", "--allow-weak-key-signatures");
        assertThat(judge(key, signature).status()).isEqualTo(Status.KEY_REVOKED);
    }

    @Test
    void heeds_a_revocation_by_a_person_whom_the_owner_appointed() throws IOException {
        String key = gpg.key("Revoked by another", "ed25519", "sign");
        byte[] signature = gpg.sign(DATA, key);
        gpg.feed(
                ("addrevoker\n" + alice + "\ny\nsave\n").getBytes(UTF_8),
                "--faked-system-time",
                "20240201T000000!",
                "--no-batch",
                "--command-fd",
                "0",
                "--edit-key",
                key);
        assertThat(judge(key, signature).status()).isEqualTo(Status.GOOD);
        byte[] certificate = gpg.feed(
                "y\n1\n\ny\n".getBytes(UTF_8),
                "--faked-system-time",
                "20240901T000000!",
                "--no-batch",
                "--command-fd",
                "0",
                "--desig-revoke",
                key);
        gpg.feed(certificate, "--import");
        assertThat(judge(key, signature).status()).isEqualTo(Status.KEY_REVOKED);
    }

    @Test
    void refuses_a_revoked_subkey_but_not_its_sister() throws IOException {
        String key = gpg.key("One subkey revoked", "ed25519", "cert");
        String first = gpg.subkey(key, "ed25519", "sign", "20240102T000000", "never");
        String second = gpg.subkey(key, "ed25519", "sign", "20240103T000000", "never");
        byte[] byFirst = gpg.sign(DATA, key, "--local-user", first + "!");
        byte[] bySecond = gpg.sign(DATA, key, "--local-user", second + "!");
        gpg.feed(
                "key 1\nrevkey\ny\n1\n\ny\nsave\n".getBytes(UTF_8),
                "--faked-system-time",
                "20240901T000000!",
                "--no-batch",
                "--command-fd",
                "0",
                "--edit-key",
                key);
        assertThat(judge(key, byFirst).status()).isEqualTo(Status.KEY_REVOKED);
        assertThat(judge(key, bySecond).status()).isEqualTo(Status.GOOD);
    }

    @Test
    void accepts_a_key_whose_first_address_was_given_up() throws IOException {
        String key = gpg.key("Eve <eve@old.example.org>", "ed25519", "sign");
        gpg.run("--faked-system-time", "20240201T000000!", "--quick-add-uid", key, "Eve <eve@new.example.org>");
        gpg.run("--faked-system-time", "20240301T000000!", "--quick-revoke-uid", key, "Eve <eve@old.example.org>");
        SignatureFinding finding = judge(key, gpg.sign(DATA, key));
        assertThat(finding.reason()).isEmpty();
        assertThat(finding.person().orElseThrow().userId()).isEqualTo("Eve <eve@new.example.org>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1", "RIPEMD160"})
    void refuses_weak_hashes(String hash) throws IOException {
        String key = gpg.key("Weak hash " + hash, "rsa2048", "sign");
        byte[] signature = gpg.sign(DATA, key, "--digest-algo", hash);
        assertThat(judge(key, signature).status()).isEqualTo(Status.WEAK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa1024", "dsa1024", "dsa2048"})
    void refuses_weak_keys(String algorithm) throws IOException {
        String key = gpg.key("Weak " + algorithm, algorithm, "sign");
        assertThat(judge(key, gpg.sign(DATA, key)).status()).isEqualTo(Status.WEAK);
    }

    @Test
    void refuses_a_strong_subkey_of_a_weak_key() throws IOException {
        String key = gpg.key("Weak owner", "rsa1024", "cert");
        gpg.subkey(key, "ed25519", "sign", "20240102T000000", "never");
        assertThat(judge(key, gpg.sign(DATA, key)).status()).isEqualTo(Status.WEAK);
    }

    @Test
    void refuses_signatures_over_text_instead_of_bytes() throws IOException {
        SignatureFinding finding = judge(alice, gpg.sign(DATA, alice, "--textmode"));
        assertThat(finding.status()).isEqualTo(Status.BAD);
        assertThat(finding.reason()).contains("exact bytes").contains("--detach-sign");
    }

    @Test
    void refuses_a_clear_signed_text() throws IOException {
        byte[] clear = gpg.feed(DATA, "--faked-system-time", "20240601T000000!", "--local-user", alice, "--clear-sign");
        assertThat(ring(alice).judge(DATA, clear, NOW)).noneMatch(SignatureFinding::isGood);
    }

    @Test
    void refuses_a_signature_with_its_data_inside() throws IOException {
        byte[] whole = gpg.feed(DATA, "--faked-system-time", "20240601T000000!", "--local-user", alice, "--sign");
        assertThat(ring(alice).judge(DATA, whole, NOW))
                .extracting(SignatureFinding::status)
                .containsExactly(Status.UNREADABLE);
    }

    @Test
    void refuses_garbage_with_one_finding() throws IOException {
        byte[] signature = gpg.sign(DATA, alice, "--armor");
        String text = new String(signature, UTF_8);
        List<byte[]> garbage = List.of(
                "not a signature".getBytes(UTF_8),
                new byte[] {(byte) 0xC2, 0x05, 1, 2},
                new byte[] {0, 0, 0},
                text.substring(0, text.length() / 2).getBytes(UTF_8),
                text.replace("-----END PGP SIGNATURE-----", "").getBytes(UTF_8),
                text.replaceFirst("\n=.{4}\n", "\n=AAAA\n").getBytes(UTF_8),
                joined(gpg.sign(DATA, alice), new byte[] {1, 2, 3}),
                gpg.publicKey(alice));
        for (byte[] file : garbage) {
            assertThat(ring(alice).judge(DATA, file, NOW))
                    .as(new String(file, UTF_8))
                    .extracting(SignatureFinding::status)
                    .containsExactly(Status.UNREADABLE);
        }
    }

    @Test
    void finds_nothing_in_an_empty_file() throws IOException {
        assertThat(ring(alice).judge(DATA, new byte[0], NOW)).isEmpty();
        assertThat(ring(alice).judge(DATA, "\n \n".getBytes(UTF_8), NOW)).isEmpty();
    }

    @Test
    void accepts_armour_with_windows_line_ends_comments_and_text_around() throws IOException {
        String text = new String(gpg.sign(DATA, alice, "--armor", "--comment", "hello"), UTF_8);
        String mailed = "Dear operators,\r\n\r\n" + text.replace("\n", "\r\n") + "\r\nYours, Alice\r\n";
        assertThat(judge(alice, mailed.getBytes(UTF_8)).status()).isEqualTo(Status.GOOD);
        String withoutChecksum = text.replaceFirst("\n=.{4}\n", "\n");
        assertThat(judge(alice, withoutChecksum.getBytes(UTF_8)).status()).isEqualTo(Status.GOOD);
    }

    @Test
    void refuses_a_certificate_only_key() throws IOException {
        String key = gpg.key("Signs once", "ed25519", "sign");
        byte[] signature = gpg.sign(DATA, key);
        gpg.feed(
                "change-usage\ns\nq\nsave\n".getBytes(UTF_8),
                "--faked-system-time",
                "20240201T000000!",
                "--no-batch",
                "--command-fd",
                "0",
                "--edit-key",
                key);
        assertThat(judge(key, signature).status()).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    private static void revoke(String key, int reason, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--faked-system-time", "20240901T000000!", "--no-batch", "--command-fd", "0"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--gen-revoke", key));
        byte[] certificate = gpg.feed(("y\n" + reason + "\n\ny\n").getBytes(UTF_8), arguments.toArray(String[]::new));
        gpg.feed(certificate, "--import");
    }

    private static SignatureFinding judge(String key, byte[] signature) throws IOException {
        return judgeAt(key, signature, NOW);
    }

    private static SignatureFinding judgeAt(String key, byte[] signature, Instant now) throws IOException {
        List<SignatureFinding> findings = ring(key).judge(DATA, signature, now);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static Keyring ring(String... keys) throws IOException {
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        for (String key : keys) {
            exported.write(gpg.publicKey(key));
        }
        return OpenPgp.keyring(
                List.of(Files.write(Files.createTempFile(folder, "keys", ".asc"), exported.toByteArray())));
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
