package io.countersign.signature.openpgp;

import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignatureFinding.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.IssuerFingerprint;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * The judgement on one signature. Mathematics alone is not enough: the key must have been valid, allowed to sign and strong
 * when the signature was made, and must be so now. Every rule has its own answer, so that a user reads the true reason.
 */
final class SignatureJudgement {
    /** How far the signer's clock may be ahead of ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final int SMALLEST_RSA = 2048;
    private static final Set<Integer> STRONG_HASHES = Set.of(
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);
    private static final Set<Integer> STRONG_ALGORITHMS = Set.of(
            PublicKeyAlgorithmTags.RSA_GENERAL,
            PublicKeyAlgorithmTags.ECDSA,
            PublicKeyAlgorithmTags.EDDSA_LEGACY,
            PublicKeyAlgorithmTags.Ed25519,
            PublicKeyAlgorithmTags.Ed448);

    private final OpenPGPCertificate certificate;
    private final PGPSignature signature;
    private final Instant now;

    SignatureJudgement(OpenPGPCertificate certificate, PGPSignature signature, Instant now) {
        this.certificate = certificate;
        this.signature = signature;
        this.now = now;
    }

    SignatureFinding of(byte[] signed) {
        OpenPGPComponentKey key = signature.getKeyIdentifiers().stream()
                .map(certificate::getKey)
                .filter(candidate -> candidate != null)
                .findFirst()
                .orElseThrow();
        Date created = signature.getCreationTime();
        if (created == null) {
            return refused(Status.BAD, "it does not say when it was made");
        }
        return form(key)
                .or(() -> time(key, created.toInstant()))
                .or(() -> mathematics(key, signed))
                .or(() -> standing(key, created))
                .or(() -> standing(key, Date.from(now)))
                .or(() -> bound(key, created))
                .orElseGet(() -> finding(Status.GOOD, ""));
    }

    private Optional<SignatureFinding> form(OpenPGPComponentKey key) {
        PGPPublicKey material = key.getPGPPublicKey();
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            return Optional.of(refused(
                    Status.BAD,
                    "it is not a signature over the exact bytes (use gpg --detach-sign without --textmode)"));
        }
        if (!STRONG_HASHES.contains(signature.getHashAlgorithm())) {
            return Optional.of(refused(Status.WEAK, "its hash algorithm is weak; SHA-256 or stronger is needed"));
        }
        if (isWeak(material) || isWeak(certificate.getPrimaryKey().getPGPPublicKey())) {
            return Optional.of(refused(Status.WEAK, "its key is weak; RSA of 2048 bits, ECDSA or EdDSA is needed"));
        }
        return Optional.empty();
    }

    /** A strong subkey is worth no more than the primary key that vouches for it. */
    private static boolean isWeak(PGPPublicKey key) {
        return !STRONG_ALGORITHMS.contains(key.getAlgorithm())
                || key.getVersion() < 4
                || (key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL && key.getBitStrength() < SMALLEST_RSA);
    }

    private Optional<SignatureFinding> time(OpenPGPComponentKey key, Instant created) {
        if (created.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return Optional.of(refused(Status.NOT_YET_VALID, "it was made in the future, at " + created));
        }
        if (created.isBefore(key.getCreationTime().toInstant())) {
            return Optional.of(refused(Status.BAD, "it is older than its key"));
        }
        long lifetime = signature.hasSubpackets() && signature.getHashedSubPackets() != null
                ? signature.getHashedSubPackets().getSignatureExpirationTime()
                : 0;
        if (lifetime > 0 && !now.isBefore(created.plusSeconds(lifetime))) {
            return Optional.of(refused(Status.SIGNATURE_EXPIRED, "it expired at " + created.plusSeconds(lifetime)));
        }
        return Optional.empty();
    }

    private Optional<SignatureFinding> mathematics(OpenPGPComponentKey key, byte[] signed) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key.getPGPPublicKey());
            signature.update(signed);
            return signature.verify()
                    ? Optional.empty()
                    : Optional.of(refused(Status.BAD, "it was made over other bytes, or altered"));
        } catch (PGPException | RuntimeException e) {
            return Optional.of(refused(Status.BAD, "it cannot be verified: " + e.getMessage()));
        }
    }

    /** Revocation, expiry and purpose of the key that signed and of the primary key, at one moment. */
    private Optional<SignatureFinding> standing(OpenPGPComponentKey key, Date moment) {
        OpenPGPComponentKey primary = certificate.getPrimaryKey();
        for (OpenPGPComponentKey each : new OpenPGPComponentKey[] {primary, key}) {
            if (revoked(each, moment)) {
                return Optional.of(refused(Status.KEY_REVOKED, "its key is revoked"));
            }
            Date end = each.getKeyExpirationDateAt(moment);
            if (end != null && !moment.toInstant().isBefore(end.toInstant())) {
                return Optional.of(refused(Status.KEY_EXPIRED, "its key expired at " + end.toInstant()));
            }
        }
        return key.isSigningKey(moment)
                ? Optional.empty()
                : Optional.of(refused(
                        Status.KEY_NOT_FOR_SIGNING, "its key is not meant for signing, or not bound to its owner"));
    }

    /** A hard revocation (compromised, or no reason given) voids everything; a soft one counts from its time on. */
    private static boolean revoked(OpenPGPComponentKey key, Date moment) {
        OpenPGPCertificate.OpenPGPComponentSignature ever = key.getRevocation();
        return key.getRevocation(moment) != null || (ever != null && ever.isHardRevocation());
    }

    /** What the library's own judgement says, as the last word: back signatures, bindings, notations. */
    private Optional<SignatureFinding> bound(OpenPGPComponentKey key, Date created) {
        try {
            OpenPGPDocumentSignature document = new OpenPGPDocumentSignature(signature, key) {
                {
                    isTested = true;
                    isCorrect = true;
                }
            };
            return document.isValidAt(created) && document.isValidAt(Date.from(now))
                    ? Optional.empty()
                    : Optional.of(refused(Status.BAD, "its key is not validly bound to its owner"));
        } catch (PGPSignatureException e) {
            return Optional.of(refused(Status.BAD, String.valueOf(e.getMessage())));
        }
    }

    private SignatureFinding refused(Status status, String reason) {
        return finding(status, reason);
    }

    private SignatureFinding finding(Status status, String reason) {
        return new SignatureFinding(
                status,
                Optional.of(OpenPgpKeyring.person(certificate)),
                issuer(signature),
                Optional.ofNullable(signature.getCreationTime()).map(Date::toInstant),
                reason);
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
