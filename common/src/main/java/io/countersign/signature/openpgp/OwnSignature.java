package io.countersign.signature.openpgp;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.NotationData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * What the owner of a key signed about the key itself: that it is called so, may do this until then, has that subkey, or is
 * revoked. Only signatures that verify become one.
 */
record OwnSignature(PGPSignature packet, Instant created) {
    /** SHA-1 was the custom until collisions became cheap; who has not renewed a key since does not sign releases with it. */
    private static final Instant LAST_SHA1 = Instant.parse("2023-02-01T00:00:00Z");

    /** How a signature of its type is verified. */
    interface Verification {
        boolean of(PGPSignature packet) throws PGPException;
    }

    /** Descriptions that are right, strong enough and without conditions that we do not understand. */
    static List<OwnSignature> descriptions(Stream<PGPSignature> packets, PGPPublicKey signer, Verification how) {
        return packets.filter(packet -> verifies(packet, signer, how))
                .filter(packet -> packet.getHashedSubPackets() != null && isUnderstood(packet.getHashedSubPackets()))
                .filter(OwnSignature::isStrong)
                .map(packet -> new OwnSignature(packet, packet.getCreationTime().toInstant()))
                .toList();
    }

    /**
     * Revocations count however weak their hash is. One that cannot be computed counts too: it is better to refuse a key than
     * to overlook that it was stolen.
     */
    static List<OwnSignature> revocations(Stream<PGPSignature> packets, PGPPublicKey signer, Verification how) {
        return packets.filter(packet -> {
                    try {
                        packet.init(new BcPGPContentVerifierBuilderProvider(), signer);
                        return how.of(packet);
                    } catch (PGPException | RuntimeException e) {
                        return true;
                    }
                })
                .map(packet -> new OwnSignature(packet, created(packet)))
                .toList();
    }

    private static Instant created(PGPSignature packet) {
        return packet.getCreationTime() == null
                ? Instant.EPOCH
                : packet.getCreationTime().toInstant();
    }

    private static boolean verifies(PGPSignature packet, PGPPublicKey signer, Verification how) {
        try {
            packet.init(new BcPGPContentVerifierBuilderProvider(), signer);
            return packet.getCreationTime() != null && how.of(packet);
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isStrong(PGPSignature packet) {
        return Strength.isStrongHash(packet.getHashAlgorithm())
                || (packet.getHashAlgorithm() == HashAlgorithmTags.SHA1
                        && packet.getCreationTime().toInstant().isBefore(LAST_SHA1));
    }

    /** RFC 9580, 5.2.3.7: a signature with a critical part that the reader does not know is invalid. */
    static boolean isUnderstood(PGPSignatureSubpacketVector parts) {
        for (SignatureSubpacket part : parts.toArray()) {
            boolean unknown = part.getClass().equals(SignatureSubpacket.class) || part instanceof NotationData;
            if (part.isCritical() && unknown) {
                return false;
            }
        }
        return true;
    }

    /**
     * The latest that had been made at a moment. Where all are younger, the oldest: gpg replaces an owner's earlier signature
     * when a key is prolonged, and what it said before is then unknown.
     */
    static Optional<OwnSignature> effective(List<OwnSignature> signatures, Instant moment) {
        Predicate<OwnSignature> made = signature -> !signature.created().isAfter(moment);
        List<OwnSignature> valid = signatures.stream()
                .filter(signature ->
                        signature.end().filter(end -> !moment.isBefore(end)).isEmpty())
                .sorted(Comparator.comparing(OwnSignature::created))
                .toList();
        return valid.stream()
                .filter(made)
                .reduce((earlier, later) -> later)
                .or(() -> valid.stream().findFirst());
    }

    /** When the signature itself expires. */
    private Optional<Instant> end() {
        long seconds = packet.getHashedSubPackets().getSignatureExpirationTime();
        return seconds > 0 ? Optional.of(created.plusSeconds(seconds)) : Optional.empty();
    }

    /** Whether it says what the key is for; direct signatures that only name a revoker do not. */
    boolean saysWhatFor() {
        return packet.getHashedSubPackets().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
    }

    boolean allowsSigning() {
        return (packet.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
    }

    /** When the key that it describes expires. */
    Optional<Instant> keyEnd(PGPPublicKey key) {
        long seconds = packet.getHashedSubPackets().getKeyExpirationTime();
        return seconds > 0 ? Optional.of(key.getCreationTime().toInstant().plusSeconds(seconds)) : Optional.empty();
    }

    /** A revocation for theft, or without a reason, voids everything; a retired key's earlier signatures stay. */
    boolean revokesAt(Instant moment) {
        return packet.isHardRevocation() || !created.isAfter(moment);
    }
}
