package io.countersign.signature.openpgp;

import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignatureFinding.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.sig.IssuerFingerprint;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * The judgement on one signature. Mathematics alone is not enough: the key must have been valid, allowed to sign and strong
 * when the signature was made, and must be so now. Every rule has its own answer, so that a user reads the true reason.
 */
final class SignatureJudgement {
    /** How far the signer's clock may be ahead of ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final PGPPublicKeyRing ring;
    private final PGPPublicKey key;
    private final KeyStory story;
    private final PGPSignature signature;
    private final Instant now;

    /** @param key the one of the ring that issued the signature */
    SignatureJudgement(PGPPublicKeyRing ring, PGPPublicKey key, PGPSignature signature, Instant now) {
        this.ring = ring;
        this.key = key;
        this.story = new KeyStory(ring);
        this.signature = signature;
        this.now = now;
    }

    SignatureFinding of(byte[] signed) {
        if (signature.getCreationTime() == null) {
            return refused(Status.BAD, "it does not say when it was made");
        }
        Instant created = signature.getCreationTime().toInstant();
        return form().or(() -> time(created))
                .or(() -> mathematics(signed))
                .or(() -> standing(created))
                .or(() -> standing(now))
                .orElseGet(() -> finding(Status.GOOD, ""));
    }

    private Optional<SignatureFinding> form() {
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            return Optional.of(refused(
                    Status.BAD,
                    "it is not a signature over the exact bytes (use gpg --detach-sign without --textmode)"));
        }
        if (!Strength.isStrongHash(signature.getHashAlgorithm())) {
            return Optional.of(refused(Status.WEAK, "its hash algorithm is weak; " + Strength.HASHES + " is needed"));
        }
        if (!Strength.isStrong(key) || !Strength.isStrong(ring.getPublicKey())) {
            return Optional.of(refused(Status.WEAK, "its key is weak; " + Strength.KEYS + " is needed"));
        }
        return signature.getHashedSubPackets() != null && OwnSignature.isUnderstood(signature.getHashedSubPackets())
                ? Optional.empty()
                : Optional.of(refused(Status.BAD, "it has a critical part that is not understood here"));
    }

    private Optional<SignatureFinding> time(Instant created) {
        if (created.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return Optional.of(refused(Status.NOT_YET_VALID, "it was made in the future, at " + created));
        }
        if (created.isBefore(key.getCreationTime().toInstant())) {
            return Optional.of(refused(Status.BAD, "it is older than its key"));
        }
        long lifetime = signature.getHashedSubPackets().getSignatureExpirationTime();
        if (lifetime > 0 && !now.isBefore(created.plusSeconds(lifetime))) {
            return Optional.of(refused(Status.SIGNATURE_EXPIRED, "it expired at " + created.plusSeconds(lifetime)));
        }
        return Optional.empty();
    }

    private Optional<SignatureFinding> mathematics(byte[] signed) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(signed);
            return signature.verify()
                    ? Optional.empty()
                    : Optional.of(refused(Status.BAD, "it was made over other bytes, or altered"));
        } catch (PGPException | RuntimeException e) {
            return Optional.of(refused(Status.BAD, "it cannot be verified: " + e.getMessage()));
        }
    }

    private Optional<SignatureFinding> standing(Instant moment) {
        return story.objection(key, moment).map(objection -> refused(objection.status(), objection.reason()));
    }

    private SignatureFinding refused(Status status, String reason) {
        return finding(status, reason);
    }

    private SignatureFinding finding(Status status, String reason) {
        return new SignatureFinding(
                status,
                Optional.of(OpenPgpKeyring.person(ring)),
                issuer(signature),
                Optional.ofNullable(signature.getCreationTime()).map(Date::toInstant),
                reason);
    }

    /** The key that the signature says it was made by; empty where it is not one of these. */
    static Optional<PGPPublicKey> issuer(PGPSignature signature, PGPPublicKeyRing ring) {
        return signature.getKeyIdentifiers().stream()
                .filter(id -> !id.isWildcard())
                .flatMap(id -> Stream.ofNullable(ring.getPublicKey(id)))
                .findFirst();
    }

    /** The full fingerprint where the signature names it, else the key id. */
    static String issuer(PGPSignature signature) {
        IssuerFingerprint fingerprint = signature.hasSubpackets() && signature.getHashedSubPackets() != null
                ? signature.getHashedSubPackets().getIssuerFingerprint()
                : null;
        if (fingerprint != null) {
            return HexFormat.of().withUpperCase().formatHex(fingerprint.getFingerprint());
        }
        return signature.getKeyIdentifiers().stream()
                .findFirst()
                .map(KeyIdentifier::getKeyId)
                .map(id -> String.format(Locale.ROOT, "%016X", id))
                .orElse("without a name");
    }
}
