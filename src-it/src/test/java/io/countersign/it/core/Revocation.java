package io.countersign.it.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** A key's owner gives it up. */
final class Revocation {
    private Revocation() {}

    /**
     * @param secretKey armoured, without a passphrase
     * @return the public key with its revocation, armoured
     */
    static String of(String secretKey) {
        try {
            PGPSecretKeyRing ring = new PGPSecretKeyRing(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(secretKey.getBytes(StandardCharsets.US_ASCII))),
                    new BcKeyFingerprintCalculator());
            PGPSecretKey secret = ring.getSecretKey();
            PGPPublicKey key = secret.getPublicKey();
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(key.getAlgorithm(), HashAlgorithmTags.SHA512), key);
            generator.init(
                    PGPSignature.KEY_REVOCATION,
                    secret.extractPrivateKey(new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                            .build(new char[0])));
            PGPPublicKey revoked = PGPPublicKey.addCertification(key, generator.generateCertification(key));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (ArmoredOutputStream armour = new ArmoredOutputStream(text)) {
                PGPPublicKeyRing.insertPublicKey(ring.toCertificate(), revoked).encode(armour);
            }
            return text.toString(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PGPException e) {
            throw new AssertionError(e);
        }
    }
}
