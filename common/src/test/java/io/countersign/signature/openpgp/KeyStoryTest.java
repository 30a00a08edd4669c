package io.countersign.signature.openpgp;

import static io.countersign.signature.openpgp.HandmadeKey.BORN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.bcpg.HashAlgorithmTags.SHA1;
import static org.bouncycastle.bcpg.HashAlgorithmTags.SHA512;
import static org.bouncycastle.bcpg.sig.KeyFlags.CERTIFY_OTHER;
import static org.bouncycastle.bcpg.sig.KeyFlags.SIGN_DATA;
import static org.bouncycastle.openpgp.PGPSignature.BINARY_DOCUMENT;

import io.countersign.secret.Secret;
import io.countersign.signature.Keyring;
import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignatureFinding.Status;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.RevocationReasonTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about keys that need no gpg to be shown, and cheats that gpg would not help with. */
class KeyStoryTest {
    private static final byte[] DATA = "a statement\n".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void a_plain_key_counts() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        assertThat(judge(key, key.primary)).isEqualTo(Status.GOOD);
    }

    @Test
    void a_key_of_the_newest_format_counts() throws PGPException, IOException {
        Date yesterday = Date.from(Instant.now().minus(Duration.ofDays(1)));
        OpenPGPKey made = new BcOpenPGPApi()
                .generateKey(yesterday)
                .ed25519x25519Key("Six <six@example.org>")
                .build();
        assertThat(made.getPrimaryKey().getVersion()).isEqualTo(6);
        SigningKey key = OpenPgp.secretKey("v6", made.toAsciiArmoredString().getBytes(UTF_8), Secret.none());
        Keyring ring = OpenPgp.keyring(made.toCertificate().toAsciiArmoredString());
        assertThat(ring.judge(DATA, key.sign(DATA).getBytes(UTF_8), Instant.now()))
                .extracting(SignatureFinding::status)
                .containsExactly(Status.GOOD);
        assertThat(key.person().fingerprint()).hasSize(64);
        assertThat(ring.persons()).containsExactly(key.person());
    }

    @Test
    void a_subkey_that_answered_its_owner_counts() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        BcPGPKeyPair subkey = HandmadeKey.pair();
        bind(key, subkey, HandmadeKey.answer(subkey, key.primary.getPublicKey()));
        assertThat(judge(key, subkey)).isEqualTo(Status.GOOD);
    }

    @Test
    void a_subkey_that_did_not_answer_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        BcPGPKeyPair subkey = HandmadeKey.pair();
        key.subkey(subkey.getPublicKey(), key.binding(subkey.getPublicKey(), SIGN_DATA, KeyStoryTest::nothing));
        assertThat(judge(key, subkey)).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    @Test
    void nobody_can_adopt_the_subkey_of_another_person() throws PGPException, IOException {
        HandmadeKey alice = HandmadeKey.ed25519().named();
        BcPGPKeyPair subkey = HandmadeKey.pair();
        PGPSignature answerToAlice = HandmadeKey.answer(subkey, alice.primary.getPublicKey());
        HandmadeKey mallory = HandmadeKey.ed25519().named();
        bind(mallory, subkey, answerToAlice);
        assertThat(judge(mallory, subkey)).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    @Test
    void a_subkey_for_encryption_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        BcPGPKeyPair subkey = HandmadeKey.pair();
        PGPSignature answer = HandmadeKey.answer(subkey, key.primary.getPublicKey());
        key.subkey(subkey.getPublicKey(), key.binding(subkey.getPublicKey(), 0x04, parts -> embed(parts, answer)));
        assertThat(judge(key, subkey)).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    @Test
    void a_key_for_certificates_only_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named(BORN, CERTIFY_OTHER, KeyStoryTest::nothing);
        assertThat(judge(key, key.primary)).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    @Test
    void a_stranger_cannot_prolong_a_key() throws PGPException, IOException {
        Duration month = Duration.ofDays(30);
        HandmadeKey key = HandmadeKey.ed25519()
                .named(BORN, SIGN_DATA, parts -> parts.setKeyExpirationTime(true, month.toSeconds()));
        BcPGPKeyPair stranger = HandmadeKey.pair();
        key.append(key.certification(stranger, BORN.plus(Duration.ofDays(1)), SIGN_DATA, KeyStoryTest::nothing));
        PGPSignature claimed = key.certification(
                stranger,
                BORN.plus(Duration.ofDays(2)),
                SIGN_DATA,
                parts -> parts.setIssuerFingerprint(false, key.primary.getPublicKey()));
        key.append(claimed);
        assertThat(judge(key, key.primary)).isEqualTo(Status.KEY_EXPIRED);
    }

    @Test
    void a_stranger_cannot_revoke_a_key() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519();
        BcPGPKeyPair stranger = HandmadeKey.pair();
        key.append(key.keyRevocation(stranger, BORN, RevocationReasonTags.KEY_COMPROMISED, SHA512))
                .named();
        assertThat(judge(key, key.primary)).isEqualTo(Status.GOOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {SHA1, SHA512})
    void a_stolen_key_never_counted(int hash) throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519();
        Instant later = Instant.parse("2024-12-01T00:00:00Z");
        key.append(key.keyRevocation(key.primary, later, RevocationReasonTags.KEY_COMPROMISED, hash))
                .named();
        assertThat(judgeAt(key, key.primary, Instant.parse("2024-07-01T00:00:00Z")))
                .isEqualTo(Status.KEY_REVOKED);
    }

    @Test
    void a_retired_key_counted_until_then() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519();
        Instant later = Instant.parse("2024-12-01T00:00:00Z");
        key.append(key.keyRevocation(key.primary, later, RevocationReasonTags.KEY_RETIRED, SHA512))
                .named();
        assertThat(judgeAt(key, key.primary, Instant.parse("2024-07-01T00:00:00Z")))
                .isEqualTo(Status.GOOD);
        assertThat(judgeAt(key, key.primary, later)).isEqualTo(Status.KEY_REVOKED);
    }

    @Test
    void a_key_whose_every_name_was_given_up_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        key.append(key.nameRevocation(BORN.plusSeconds(60)));
        assertThat(judge(key, key.primary)).isEqualTo(Status.KEY_REVOKED);
        key.append(key.certification(key.primary, BORN.plusSeconds(120), SIGN_DATA, KeyStoryTest::nothing));
        assertThat(judge(key, key.primary)).isEqualTo(Status.GOOD);
    }

    @Test
    void a_key_without_a_name_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519();
        assertThat(judge(key, key.primary)).isEqualTo(Status.KEY_NOT_FOR_SIGNING);
    }

    @Test
    void short_keys_do_not_count() throws PGPException, IOException {
        HandmadeKey shorter = HandmadeKey.rsa(1024).named();
        assertThat(judge(shorter, shorter.primary)).isEqualTo(Status.WEAK);
        HandmadeKey enough = HandmadeKey.rsa(2048).named();
        assertThat(judge(enough, enough.primary)).isEqualTo(Status.GOOD);
    }

    @Test
    void a_strong_subkey_of_a_short_key_does_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.rsa(1024).named();
        BcPGPKeyPair subkey = HandmadeKey.pair();
        bind(key, subkey, HandmadeKey.answer(subkey, key.primary.getPublicKey()));
        assertThat(judge(key, subkey)).isEqualTo(Status.WEAK);
    }

    @Test
    void weak_hashes_do_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        assertThat(judge(key, key.sign(key.primary, DATA, BINARY_DOCUMENT, SHA1, KeyStoryTest::nothing)))
                .isEqualTo(Status.WEAK);
    }

    @Test
    void signatures_over_text_do_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        byte[] text = key.sign(key.primary, DATA, PGPSignature.CANONICAL_TEXT_DOCUMENT, SHA512, KeyStoryTest::nothing);
        assertThat(judge(key, text)).isEqualTo(Status.BAD);
    }

    @Test
    void conditions_that_nobody_here_understands_do_not_count() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        assertThat(judge(key, noted(key, true))).isEqualTo(Status.BAD);
        assertThat(judge(key, noted(key, false))).isEqualTo(Status.GOOD);
    }

    @Test
    void a_signature_expires_when_it_says_so() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        byte[] brief = key.sign(
                key.primary, DATA, BINARY_DOCUMENT, SHA512, parts -> parts.setSignatureExpirationTime(true, 3600));
        assertThat(judge(key, brief)).isEqualTo(Status.SIGNATURE_EXPIRED);
    }

    @Test
    void a_signature_cannot_be_older_than_its_key() throws PGPException, IOException {
        HandmadeKey key = HandmadeKey.ed25519().named();
        byte[] early = key.sign(key.primary, DATA, BINARY_DOCUMENT, SHA512, parts -> {
            parts.removePacketsOfType(SignatureSubpacketTags.CREATION_TIME);
            parts.setSignatureCreationTime(true, Date.from(BORN.minusSeconds(1)));
        });
        assertThat(judge(key, early)).isEqualTo(Status.BAD);
    }

    private static byte[] noted(HandmadeKey key, boolean critical) throws PGPException, IOException {
        return key.sign(
                key.primary,
                DATA,
                BINARY_DOCUMENT,
                SHA512,
                parts -> parts.addNotationData(critical, true, "only@example.org", "on Sundays"));
    }

    private static void bind(HandmadeKey key, BcPGPKeyPair subkey, PGPSignature answer)
            throws PGPException, IOException {
        key.subkey(subkey.getPublicKey(), key.binding(subkey.getPublicKey(), SIGN_DATA, parts -> embed(parts, answer)));
    }

    private static void nothing(PGPSignatureSubpacketGenerator parts) {}

    private static void embed(PGPSignatureSubpacketGenerator parts, PGPSignature answer) {
        try {
            parts.addEmbeddedSignature(false, answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Status judge(HandmadeKey key, BcPGPKeyPair signer) throws PGPException, IOException {
        return judgeAt(key, signer, NOW);
    }

    private static Status judgeAt(HandmadeKey key, BcPGPKeyPair signer, Instant now) throws PGPException, IOException {
        return judge(key, key.sign(signer, DATA, BINARY_DOCUMENT, SHA512, KeyStoryTest::nothing), now);
    }

    private static Status judge(HandmadeKey key, byte[] signature) throws IOException {
        return judge(key, signature, NOW);
    }

    private static Status judge(HandmadeKey key, byte[] signature, Instant now) throws IOException {
        List<SignatureFinding> findings = key.keyring().judge(DATA, signature, now);
        assertThat(findings).hasSize(1);
        return findings.get(0).status();
    }
}
