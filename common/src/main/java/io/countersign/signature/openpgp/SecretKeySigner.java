package io.countersign.signature.openpgp;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
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

    /** Chooses, as gpg does, the newest subkey that may sign now, and the primary key where there is none. */
    static SecretKeySigner unlock(String name, OpenPGPKey key, Secret passphrase) {
        List<OpenPGPComponentKey> signing = key.getSigningKeys(Date.from(Instant.now())).stream()
                .filter(candidate -> hasSecret(key, candidate))
                .sorted(Comparator.comparing((OpenPGPComponentKey candidate) -> !candidate.isPrimaryKey())
                        .thenComparing(OpenPGPComponentKey::getCreationTime)
                        .reversed())
                .toList();
        if (signing.isEmpty()) {
            throw CountersignException.problem(ProblemCode.KEY_UNUSABLE)
                    .found(
                            "%s holds no secret key that may sign now: it is expired, revoked or meant for something else.",
                            name)
                    .remedy("Use another key, or prolong this one.")
                    .build();
        }
        OpenPGPComponentKey chosen = signing.get(0);
        PGPSecretKey locked = key.getSecretKey(chosen).getPGPSecretKey();
        try {
            PGPPrivateKey unlocked = locked.extractPrivateKey(
                    locked.getKeyEncryptionAlgorithm() == 0
                            ? null
                            : new BcOpenPGPImplementation()
                                    .pbeSecretKeyDecryptorBuilderProvider()
                                    .provide()
                                    .build(passphrase.characters()));
            return new SecretKeySigner(OpenPgpKeyring.person(key.toCertificate()), unlocked, chosen.getPGPPublicKey());
        } catch (PGPException | RuntimeException e) {
            throw CountersignException.problem(ProblemCode.PASSPHRASE_WRONG)
                    .found(
                            "%s cannot be unlocked: %s.",
                            name,
                            passphrase.isEmpty()
                                    ? "it needs a passphrase and none was given"
                                    : "the passphrase is wrong, or its protection is of a kind that is not known")
                    .remedy(
                            "Give the passphrase by settings.xml or by the environment variable that the documentation names.")
                    .causedBy(e);
        }
    }

    private static boolean hasSecret(OpenPGPKey key, OpenPGPComponentKey candidate) {
        OpenPGPKey.OpenPGPSecretKey secret = key.getSecretKey(candidate);
        return secret != null && !secret.getPGPSecretKey().isPrivateKeyEmpty();
    }

    @Override
    public PersonKey person() {
        return person;
    }

    @Override
    public String sign(byte[] bytes) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(open.getAlgorithm(), HashAlgorithmTags.SHA512), open);
            generator.init(PGPSignature.BINARY_DOCUMENT, secret);
            PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
            packets.setSignatureCreationTime(true, Date.from(Instant.now()));
            packets.setIssuerFingerprint(false, open);
            generator.setHashedSubpackets(packets.generate());
            generator.update(bytes);
            return Armour.encode(generator.generate().getEncoded());
        } catch (PGPException | IOException e) {
            throw CountersignException.problem(ProblemCode.SIGNING_FAILED)
                    .found("The signature by %s could not be made: %s.", person.userId(), e.getMessage())
                    .remedy("Check that the key is one of RSA, ECDSA or EdDSA.")
                    .causedBy(e);
        }
    }
}
