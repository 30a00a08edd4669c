package io.countersign.signature.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.Keyring;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignatureFinding.Status;
import io.countersign.signature.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that can be shown without gpg; what gpg makes is judged in {@link GpgSignaturesTest}. */
class OpenPgpTest {
    private static final byte[] DATA = "a statement\n".getBytes(UTF_8);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final KeyMaker.MadeKey alice = make("Alice", Optional.empty());
    private final KeyMaker.MadeKey bob = make("Bob", Optional.of(Duration.ofDays(30)));

    @TempDir
    Path folder;

    @Test
    void a_made_key_signs_and_counts() {
        SignatureFinding finding = only(judge(alice, sign(alice), now));
        assertThat(finding.status()).isEqualTo(Status.GOOD);
        assertThat(finding.person()).contains(new PersonKey(alice.fingerprint(), "Alice"));
        assertThat(finding.reason()).isEmpty();
    }

    @Test
    void judges_a_key_by_its_expiry() {
        byte[] signature = sign(bob);
        assertThat(only(judge(bob, signature, now)).status()).isEqualTo(Status.GOOD);
        SignatureFinding late = only(judge(bob, signature, now.plus(Duration.ofDays(31))));
        assertThat(late.status()).isEqualTo(Status.KEY_EXPIRED);
        assertThat(late.reason()).contains("its key expired at");
        assertThat(late.person()).isPresent();
    }

    @Test
    void refuses_signatures_from_the_future() {
        assertThat(only(judge(alice, sign(alice), now.minus(Duration.ofMinutes(30))))
                        .status())
                .isEqualTo(Status.NOT_YET_VALID);
    }

    @Test
    void refuses_other_bytes_and_strangers() {
        assertThat(only(OpenPgp.keyring(alice.publicKey()).judge(new byte[0], sign(alice), now)))
                .extracting(SignatureFinding::status)
                .isEqualTo(Status.BAD);
        SignatureFinding stranger = only(judge(alice, sign(bob), now));
        assertThat(stranger.status()).isEqualTo(Status.UNKNOWN_KEY);
        assertThat(stranger.person()).isEmpty();
        assertThat(stranger.signingKey()).isEqualTo(bob.fingerprint());
    }

    @Test
    void refuses_every_cut_and_every_addition() {
        byte[] packets = packets(sign(alice));
        for (int length = 1; length < packets.length; length++) {
            assertThat(judge(alice, Arrays.copyOf(packets, length), now))
                    .as("the first %d bytes", length)
                    .extracting(SignatureFinding::status)
                    .containsExactly(Status.UNREADABLE);
        }
        assertThat(only(judge(alice, Arrays.copyOf(packets, packets.length + 1), now))
                        .status())
                .isEqualTo(Status.UNREADABLE);
    }

    @Test
    void refuses_more_signatures_than_there_are_people() throws IOException {
        byte[] packets = packets(sign(alice));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int number = 0; number <= SignatureFile.MOST; number++) {
            many.write(packets);
        }
        assertThat(only(judge(alice, many.toByteArray(), now)).reason()).contains("more than 100 signatures");
    }

    @Test
    void reads_hostile_armour_in_linear_time() {
        byte[] endless = "-----BEGIN PGP SIGNATURE-----\n".repeat(400_000).getBytes(UTF_8);
        Instant start = Instant.now();
        assertThat(only(judge(alice, endless, now)).status()).isEqualTo(Status.UNREADABLE);
        byte[] blocks =
                "-----BEGIN PGP A-----\n-----END PGP A-----\n".repeat(200_000).getBytes(UTF_8);
        assertThat(judge(alice, blocks, now)).noneMatch(SignatureFinding::isGood);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void reads_a_key_that_stands_in_two_files_once() throws IOException {
        Path one = Files.writeString(folder.resolve("one.asc"), alice.publicKey() + "\n" + bob.publicKey());
        Path two =
                Files.write(folder.resolve("two.gpg"), packets(alice.publicKey().getBytes(UTF_8)));
        Keyring ring = OpenPgp.keyring(List.of(one, two));
        assertThat(ring.persons())
                .extracting(PersonKey::fingerprint)
                .containsExactlyInAnyOrder(alice.fingerprint(), bob.fingerprint())
                .isSorted();
    }

    @Test
    void writes_a_keyring_and_reads_it_again() {
        Keyring ring = OpenPgp.keyring(alice.publicKey() + bob.publicKey());
        Keyring again = OpenPgp.keyring(ring.armoured());
        assertThat(again.persons()).isEqualTo(ring.persons());
        assertThat(again.armoured()).isEqualTo(ring.armoured());
        assertThat(only(again.judge(DATA, sign(bob), now)).isGood()).isTrue();
    }

    @Test
    void an_empty_keyring_knows_nobody_and_can_be_kept() {
        Keyring nobody = OpenPgp.keyring(List.of());
        assertThat(nobody.persons()).isEmpty();
        assertThat(nobody.armoured()).isEmpty();
        assertThat(only(nobody.judge(DATA, sign(alice), now)).status()).isEqualTo(Status.UNKNOWN_KEY);
    }

    @Test
    void refuses_a_secret_key_among_public_ones() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.asc"), alice.publicKey() + bob.secretKey());
        refusal(ProblemCode.KEY_UNREADABLE, () -> OpenPgp.keyring(List.of(file)), "SECRET key");
    }

    @Test
    void refuses_files_without_keys() throws IOException {
        Path missing = folder.resolve("missing.asc");
        refusal(ProblemCode.FILE_MISSING, () -> OpenPgp.keyring(List.of(missing)), "missing.asc");
        refusal(ProblemCode.FILE_MISSING, () -> OpenPgp.keyring(List.of(folder)), "no key file");
        List<byte[]> contents = List.of(
                new byte[0],
                "not a key".getBytes(UTF_8),
                new byte[] {(byte) 0x99, 1, 2, 3},
                new byte[] {0, 1, 2},
                sign(alice),
                alice.publicKey().substring(0, 200).getBytes(UTF_8),
                alice.publicKey()
                        .replace("\nm", "\nn")
                        .replaceFirst("\n=....", "\n=AAAA")
                        .getBytes(UTF_8));
        for (byte[] content : contents) {
            Path file = Files.write(folder.resolve("broken.asc"), content);
            refusal(ProblemCode.KEY_UNREADABLE, () -> OpenPgp.keyring(List.of(file)), "broken.asc");
        }
    }

    @Test
    void refuses_what_is_no_secret_key() {
        for (String text : List.of(
                "",
                "nonsense",
                alice.publicKey(),
                alice.secretKey() + bob.publicKey(),
                alice.secretKey() + bob.secretKey())) {
            refusal(
                    ProblemCode.KEY_UNREADABLE,
                    () -> OpenPgp.secretKey("The variable KEY", text.getBytes(UTF_8), Secret.none()),
                    "The variable KEY");
        }
    }

    @Test
    void unlocks_by_the_right_passphrase_only_and_never_tells_it() {
        KeyMaker.MadeKey locked = KeyMaker.make("Locked", past(), Optional.empty(), Secret.of("geheim"));
        byte[] secret = locked.secretKey().getBytes(UTF_8);
        assertThat(OpenPgp.secretKey("key", secret, Secret.of("geheim")).sign(DATA))
                .contains("PGP SIGNATURE");
        refusal(ProblemCode.PASSPHRASE_WRONG, () -> OpenPgp.secretKey("key", secret, Secret.none()), "none was given");
        refusal(
                ProblemCode.PASSPHRASE_WRONG,
                () -> OpenPgp.secretKey("key", secret, Secret.of("geheimnis")),
                "the passphrase is wrong");
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> OpenPgp.secretKey("key", secret, Secret.of("geheimnis")))
                .withMessageNotContaining("geheim");
    }

    @Test
    void does_not_sign_with_an_expired_key() {
        KeyMaker.MadeKey expired =
                KeyMaker.make("Expired", now.minus(Duration.ofDays(9)), Optional.of(Duration.ofDays(1)), Secret.none());
        refusal(
                ProblemCode.KEY_UNUSABLE,
                () -> OpenPgp.secretKey("key", expired.secretKey().getBytes(UTF_8), Secret.none()),
                "expired at");
    }

    @Test
    void shows_no_control_characters_of_a_user_id() {
        KeyMaker.MadeKey made = make("Mallory\u001B[2K\rAlice\u202E", Optional.empty());
        assertThat(OpenPgp.keyring(made.publicKey()).persons())
                .extracting(PersonKey::userId)
                .containsExactly("Mallory?[2K?Alice?");
    }

    private KeyMaker.MadeKey make(String userId, Optional<Duration> lifetime) {
        return KeyMaker.make(userId, past(), lifetime, Secret.none());
    }

    private Instant past() {
        return now.minus(Duration.ofHours(1));
    }

    private static byte[] sign(KeyMaker.MadeKey made) {
        SigningKey key = OpenPgp.secretKey("key", made.secretKey().getBytes(UTF_8), Secret.none());
        return key.sign(DATA).getBytes(ISO_8859_1);
    }

    private static byte[] packets(byte[] armoured) {
        try {
            return Armour.decode(armoured);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<SignatureFinding> judge(KeyMaker.MadeKey made, byte[] signature, Instant moment) {
        return OpenPgp.keyring(made.publicKey()).judge(DATA, signature, moment.plusSeconds(60));
    }

    private static SignatureFinding only(List<SignatureFinding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static void refusal(ProblemCode code, ThrowingCallable call, String message) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(call)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code))
                .withMessageContaining(message);
    }
}
