package io.countersign.signature.openpgp;

import io.countersign.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/**
 * Makes Ed25519 keys for trials, such as the quickstart. In earnest people use their own keys, made and kept by gpg or on a
 * card. The keys can be read by GnuPG 2.2 and newer.
 */
public final class KeyMaker {
    private KeyMaker() {}

    /** @param secretKey and publicKey armoured */
    public record MadeKey(String secretKey, String publicKey, String fingerprint) {}

    /**
     * @param passphrase protects the secret key; none leaves it open
     * @param lifetime from its creation; empty for ever
     */
    public static MadeKey make(String userId, Instant created, Optional<Duration> lifetime, Secret passphrase) {
        try {
            Ed25519KeyPairGenerator pairs = new Ed25519KeyPairGenerator();
            pairs.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            BcPGPKeyPair pair = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    pairs.generateKeyPair(),
                    Date.from(created));
            PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
            packets.setSignatureCreationTime(true, Date.from(created));
            packets.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
            packets.setPreferredHashAlgorithms(
                    false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
            packets.setIssuerFingerprint(false, pair.getPublicKey());
            lifetime.ifPresent(duration -> packets.setKeyExpirationTime(true, duration.toSeconds()));
            PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                    PGPSignature.POSITIVE_CERTIFICATION,
                    pair,
                    userId,
                    new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                    packets.generate(),
                    null,
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512),
                    encryptor(passphrase));
            return new MadeKey(
                    Armour.encode(ring.generateSecretKeyRing().getEncoded()),
                    Armour.encode(ring.generatePublicKeyRing().getEncoded()),
                    java.util.HexFormat.of()
                            .withUpperCase()
                            .formatHex(pair.getPublicKey().getFingerprint()));
        } catch (PGPException e) {
            throw new IllegalStateException("an Ed25519 key can always be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @org.jspecify.annotations.Nullable PBESecretKeyEncryptor encryptor(Secret passphrase)
            throws PGPException {
        if (passphrase.isEmpty()) {
            return null;
        }
        return new BcPBESecretKeyEncryptorBuilder(
                        SymmetricKeyAlgorithmTags.AES_256,
                        new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1))
                .build(passphrase.characters());
    }
}
