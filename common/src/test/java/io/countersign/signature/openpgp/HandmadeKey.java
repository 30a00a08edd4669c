package io.countersign.signature.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.signature.Keyring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.PublicSubkeyPacket;
import org.bouncycastle.bcpg.UserIDPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** Keys put together packet by packet, also as nobody should: what a cheat could do, or a broken program. */
final class HandmadeKey {
    static final Instant BORN = Instant.parse("2024-01-01T00:00:00Z");
    private static final byte[] NAME = "Handmade".getBytes(UTF_8);

    final BcPGPKeyPair primary;
    private final ByteArrayOutputStream packets = new ByteArrayOutputStream();

    private HandmadeKey(BcPGPKeyPair primary) throws IOException {
        this.primary = primary;
        primary.getPublicKey().getPublicKeyPacket().encode(new BCPGOutputStream(packets));
    }

    static HandmadeKey ed25519() throws PGPException, IOException {
        return new HandmadeKey(pair());
    }

    static HandmadeKey rsa(int bits) throws PGPException, IOException {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65537), new SecureRandom(), bits, 80));
        return new HandmadeKey(new BcPGPKeyPair(
                PublicKeyPacket.VERSION_4,
                PublicKeyAlgorithmTags.RSA_GENERAL,
                generator.generateKeyPair(),
                Date.from(BORN)));
    }

    /** A fresh pair, for a subkey. */
    static BcPGPKeyPair pair() throws PGPException {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new BcPGPKeyPair(PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.EDDSA_LEGACY, pair, Date.from(BORN));
    }

    /** Its name, certified by itself. */
    HandmadeKey named(Instant when, int flags, Consumer<PGPSignatureSubpacketGenerator> more)
            throws PGPException, IOException {
        packets.write(userId());
        return append(certification(primary, when, flags, more));
    }

    HandmadeKey named() throws PGPException, IOException {
        return named(BORN, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, parts -> {});
    }

    static byte[] userId() throws IOException {
        return new UserIDPacket(NAME).getEncoded();
    }

    PGPSignature certification(
            BcPGPKeyPair signer, Instant when, int flags, Consumer<PGPSignatureSubpacketGenerator> more)
            throws PGPException {
        return signature(signer, PGPSignature.POSITIVE_CERTIFICATION, when, HashAlgorithmTags.SHA512, parts -> {
                    parts.setKeyFlags(true, flags);
                    more.accept(parts);
                })
                .generateCertification(new String(NAME, UTF_8), primary.getPublicKey());
    }

    PGPSignature nameRevocation(Instant when) throws PGPException {
        return signature(
                        primary,
                        PGPSignature.CERTIFICATION_REVOCATION,
                        when,
                        HashAlgorithmTags.SHA512,
                        parts -> parts.setRevocationReason(false, (byte) 32, "no longer called so"))
                .generateCertification(new String(NAME, UTF_8), primary.getPublicKey());
    }

    PGPSignature keyRevocation(BcPGPKeyPair signer, Instant when, int reason, int hash) throws PGPException {
        return signature(signer, PGPSignature.KEY_REVOCATION, when, hash, parts -> {
                    parts.setRevocationReason(false, (byte) reason, "");
                })
                .generateCertification(primary.getPublicKey());
    }

    PGPSignature binding(PGPPublicKey subkey, int flags, Consumer<PGPSignatureSubpacketGenerator> more)
            throws PGPException {
        return signature(primary, PGPSignature.SUBKEY_BINDING, BORN, HashAlgorithmTags.SHA512, parts -> {
                    parts.setKeyFlags(true, flags);
                    more.accept(parts);
                })
                .generateCertification(primary.getPublicKey(), subkey);
    }

    /** The subkey's answer that it belongs to a primary key. */
    static PGPSignature answer(BcPGPKeyPair subkey, PGPPublicKey owner) throws PGPException {
        return signature(subkey, PGPSignature.PRIMARYKEY_BINDING, BORN, HashAlgorithmTags.SHA512, parts -> {})
                .generateCertification(owner, subkey.getPublicKey());
    }

    HandmadeKey subkey(PGPPublicKey key, PGPSignature binding) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        new PublicSubkeyPacket(
                        key.getVersion(),
                        key.getAlgorithm(),
                        key.getCreationTime(),
                        key.getPublicKeyPacket().getKey())
                .encode(new BCPGOutputStream(encoded));
        packets.write(encoded.toByteArray());
        return append(binding);
    }

    HandmadeKey append(PGPSignature signature) throws IOException {
        packets.write(signature.getEncoded());
        return this;
    }

    byte[] sign(BcPGPKeyPair signer, byte[] data, int type, int hash, Consumer<PGPSignatureSubpacketGenerator> more)
            throws PGPException, IOException {
        PGPSignatureGenerator generator = signature(signer, type, Instant.parse("2024-06-01T00:00:00Z"), hash, more);
        generator.update(data);
        return generator.generate().getEncoded();
    }

    Keyring keyring() throws IOException {
        return OpenPgp.keyring(Armour.encode(packets.toByteArray()));
    }

    private static PGPSignatureGenerator signature(
            BcPGPKeyPair signer, int type, Instant when, int hash, Consumer<PGPSignatureSubpacketGenerator> more)
            throws PGPException {
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(signer.getPublicKey().getAlgorithm(), hash), signer.getPublicKey());
        generator.init(type, signer.getPrivateKey());
        PGPSignatureSubpacketGenerator parts = new PGPSignatureSubpacketGenerator();
        parts.setSignatureCreationTime(true, Date.from(when));
        parts.setIssuerFingerprint(false, signer.getPublicKey());
        more.accept(parts);
        generator.setHashedSubpackets(parts.generate());
        return generator;
    }
}
