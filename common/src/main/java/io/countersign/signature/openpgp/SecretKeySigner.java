package io.countersign.signature.openpgp;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;

/** A secret key held in memory for the length of one command. */
final class SecretKeySigner implements SigningKey {
    private final PersonKey person;
    private final PGPPrivateKey secret;
    private final PGPPublicKey open;

    private SecretKeySigner(PersonKey person, PGPPrivateKey secret, PGPPublicKey open) {
        this.person = person;
        this.secret = secret;
        this.open = open;
    }

    /** Chooses, as gpg does, the youngest subkey that may sign now, and the primary key where there is none. */
    static SecretKeySigner unlock(String name, PGPSecretKeyRing key, Secret passphrase) {
        PGPPublicKeyRing ring = key.toCertificate();
        PGPPublicKey chosen = new KeyStory(ring)
                .signingKeys(Instant.now()).stream()
                        .filter(candidate -> hasSecret(key, candidate))
                        .findFirst()
                        .orElseThrow(() -> unusable(name, key));
        PGPSecretKey locked = key.getSecretKey(chosen.getKeyIdentifier());
        try {
            PGPPrivateKey unlocked = locked.extractPrivateKey(
                    locked.getKeyEncryptionAlgorithm() == 0
                            ? null
                            : new BcPBESecretKeyDecryptorBuilderProvider()
                                    .provide()
                                    .build(passphrase.characters()));
            return new SecretKeySigner(OpenPgpKeyring.person(ring), unlocked, chosen);
        } catch (PGPException | RuntimeException e) {
            throw CountersignException.problem(ProblemCode.PASSPHRASE_WRONG)
                    .found(
                            "%s cannot be unlocked: %s.",
                            name,
                            passphrase.isEmpty()
                                    ? "it needs a passphrase and none was given"
                                    : "the passphrase is wrong, or its protection is of a kind that is not known")
                    .remedy(
                            "Give the passphrase by the environment variable COUNTERSIGN_PASSPHRASE, or as the passphrase of"
                                    + " the server countersign in settings.xml (another one: -Dcountersign.passphraseServer=ID).")
                    .causedBy(e);
        }
    }

    private static CountersignException unusable(String name, PGPSecretKeyRing key) {
        PGPPublicKeyRing ring = key.toCertificate();
        KeyStory story = new KeyStory(ring);
        Set<String> reasons = new LinkedHashSet<>();
        for (PGPPublicKey each : ring) {
            String reason = story.objection(each, Instant.now())
                    .map(KeyStory.Objection::reason)
                    .orElse("its key is weak; " + Strength.KEYS + " is needed");
            reasons.add(hasSecret(key, each) ? reason : "the secret part of a key is not in it");
        }
        return CountersignException.problem(ProblemCode.KEY_UNUSABLE)
                .found("%s holds no secret key that may sign now: %s.", name, String.join("; ", reasons))
                .remedy("Use another key, or prolong this one.")
                .build();
    }

    private static boolean hasSecret(PGPSecretKeyRing key, PGPPublicKey candidate) {
        PGPSecretKey secret = key.getSecretKey(candidate.getKeyIdentifier());
        return secret != null && !secret.isPrivateKeyEmpty();
    }

    @Override
    public PersonKey person() {
        return person;
    }

    @Override
    public String sign(Content content) throws IOException {
        PGPSignatureGenerator generator = begun();
        content.writeTo(new Feed(generator));
        return ended(generator);
    }

    private PGPSignatureGenerator begun() {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(open.getAlgorithm(), HashAlgorithmTags.SHA512), open);
            generator.init(PGPSignature.BINARY_DOCUMENT, secret);
            PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
            packets.setSignatureCreationTime(true, Date.from(Instant.now()));
            packets.setIssuerFingerprint(false, open);
            generator.setHashedSubpackets(packets.generate());
            return generator;
        } catch (PGPException e) {
            throw failed(e);
        }
    }

    private String ended(PGPSignatureGenerator generator) {
        try {
            return Armour.encode(generator.generate().getEncoded());
        } catch (PGPException | IOException e) {
            throw failed(e);
        }
    }

    private CountersignException failed(Exception e) {
        return CountersignException.problem(ProblemCode.SIGNING_FAILED)
                .found("The signature by %s could not be made: %s.", person.userId(), e.getMessage())
                .remedy("Check that the key is one of RSA, ECDSA or EdDSA.")
                .causedBy(e);
    }

    /** Hands on what is written to be signed. */
    private static final class Feed extends OutputStream {
        private final PGPSignatureGenerator generator;

        Feed(PGPSignatureGenerator generator) {
            this.generator = generator;
        }

        @Override
        public void write(int one) {
            generator.update((byte) one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            generator.update(bytes, offset, length);
        }
    }
}
