package io.countersign.signature.openpgp;

import static org.bouncycastle.openpgp.PGPSignature.CERTIFICATION_REVOCATION;
import static org.bouncycastle.openpgp.PGPSignature.DIRECT_KEY;
import static org.bouncycastle.openpgp.PGPSignature.KEY_REVOCATION;
import static org.bouncycastle.openpgp.PGPSignature.PRIMARYKEY_BINDING;
import static org.bouncycastle.openpgp.PGPSignature.SUBKEY_BINDING;
import static org.bouncycastle.openpgp.PGPSignature.SUBKEY_REVOCATION;

import io.countersign.signature.SignatureFinding.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;

/**
 * The life of a primary key and its subkeys, as their owner signed it; tells how each of them stood at a moment. The library's
 * own judgement is not used, because it takes a given-up address for a revoked key, and a prolonged key for one that was
 * not yet valid before.
 */
final class KeyStory {
    /** RFC 4880, 5.2.3.15: one octet of class, one of the algorithm, then the revoker's fingerprint. */
    private static final int REVOCATION_KEY = 12;

    /** Why a key may not sign. */
    record Objection(Status status, String reason) {}

    /** A user id with what was said about it. */
    private record Name(String text, List<OwnSignature> certifications, List<OwnSignature> revocations) {
        boolean isChosen() {
            return OwnSignature.effective(certifications, Instant.MAX)
                    .filter(latest -> latest.packet().getHashedSubPackets().isPrimaryUserID())
                    .isPresent();
        }

        boolean givenUpAt(Instant moment) {
            return revocations.stream()
                    .filter(revocation -> !revocation.created().isAfter(moment))
                    .anyMatch(revocation -> certifications.stream()
                            .filter(again -> again.created().isAfter(revocation.created()))
                            .allMatch(again -> again.created().isAfter(moment)));
        }
    }

    private final PGPPublicKeyRing ring;
    private final PGPPublicKey primary;
    private final List<OwnSignature> direct;
    private final List<Name> names = new ArrayList<>();

    KeyStory(PGPPublicKeyRing ring) {
        this.ring = ring;
        this.primary = ring.getPublicKey();
        this.direct = OwnSignature.descriptions(
                byOwner(primary.getSignaturesOfType(DIRECT_KEY)),
                primary,
                packet -> packet.verifyCertification(primary));
        Iterator<byte[]> userIds = primary.getRawUserIDs();
        while (userIds.hasNext()) {
            names.add(name(userIds.next()));
        }
    }

    private Name name(byte[] userId) {
        List<PGPSignature> all = byOwner(primary.getSignaturesForID(userId)).toList();
        OwnSignature.Verification verification = packet -> packet.verifyCertification(userId, primary);
        return new Name(
                printable(userId),
                OwnSignature.descriptions(all.stream().filter(PGPSignature::isCertification), primary, verification),
                OwnSignature.revocations(
                        all.stream().filter(packet -> packet.getSignatureType() == CERTIFICATION_REVOCATION),
                        primary,
                        verification));
    }

    /** What people call the owner: the user id marked as primary, or the first; only those that the owner did not give up. */
    String userId() {
        List<Name> standing = names.stream()
                .filter(name -> !name.certifications().isEmpty() && !name.givenUpAt(Instant.MAX))
                .toList();
        return standing.stream()
                .filter(Name::isChosen)
                .findFirst()
                .or(() -> standing.stream().findFirst())
                .or(() -> names.stream().findFirst())
                .map(Name::text)
                .orElse("");
    }

    /** A user id is shown on terminals and in tables, so nothing in it may move the cursor. */
    private static String printable(byte[] userId) {
        return new String(userId, StandardCharsets.UTF_8).replaceAll("\\p{C}", "?");
    }

    /** Those that may sign at a moment, the youngest subkey first, as gpg chooses, and the primary key last. */
    List<PGPPublicKey> signingKeys(Instant moment) {
        return stream(ring.getPublicKeys())
                .filter(key -> Strength.isStrong(key) && objection(key, moment).isEmpty())
                .sorted(Comparator.comparing((PGPPublicKey key) -> !key.isMasterKey())
                        .thenComparing(PGPPublicKey::getCreationTime)
                        .reversed())
                .toList();
    }

    /** Why one of the keys may not sign at a moment; empty where it may. */
    Optional<Objection> objection(PGPPublicKey key, Instant moment) {
        return revocation(keyRevocations(), moment)
                .or(() -> namelessness(moment))
                .or(() -> described(primary, descriptions(moment), moment, key.isMasterKey()))
                .or(() -> key.isMasterKey() ? Optional.empty() : subkeyObjection(key, moment));
    }

    /** Why none of the keys may sign at a moment; empty where one may. */
    Optional<String> objection(Instant moment) {
        return signingKeys(moment).isEmpty()
                ? objection(primary, moment).map(Objection::reason).or(() -> Optional.of("it has no key for signing"))
                : Optional.empty();
    }

    private Optional<Objection> subkeyObjection(PGPPublicKey key, Instant moment) {
        List<OwnSignature> revocations = OwnSignature.revocations(
                stream(key.getSignaturesOfType(SUBKEY_REVOCATION)),
                primary,
                packet -> packet.verifyCertification(primary, key));
        List<OwnSignature> bindings = OwnSignature.descriptions(
                stream(key.getSignaturesOfType(SUBKEY_BINDING)),
                primary,
                packet -> packet.verifyCertification(primary, key) && isAnswered(packet, key));
        return revocation(revocations, moment).or(() -> described(key, bindings, moment, true));
    }

    /** Without an answer by the subkey itself, anybody could claim another person's signing subkey as theirs. */
    private boolean isAnswered(PGPSignature binding, PGPPublicKey subkey) throws PGPException {
        for (PGPSignatureSubpacketVector parts :
                new PGPSignatureSubpacketVector[] {binding.getHashedSubPackets(), binding.getUnhashedSubPackets()}) {
            PGPSignatureList answers = parts.getEmbeddedSignatures();
            boolean answered = !OwnSignature.descriptions(
                            StreamSupport.stream(answers.spliterator(), false)
                                    .filter(packet -> packet.getSignatureType() == PRIMARYKEY_BINDING),
                            subkey,
                            packet -> packet.verifyCertification(primary, subkey))
                    .isEmpty();
            if (answered) {
                return true;
            }
        }
        return false;
    }

    private List<OwnSignature> keyRevocations() {
        List<PGPSignature> all =
                stream(primary.getSignaturesOfType(KEY_REVOCATION)).toList();
        List<OwnSignature> revocations = new ArrayList<>(OwnSignature.revocations(
                all.stream().filter(this::isByOwner), primary, packet -> packet.verifyCertification(primary)));
        // a revoker whom the owner has appointed: his key is not here, so that his word has to be taken as it is
        all.stream()
                .filter(packet -> ownWords().anyMatch(each -> appoints(each, packet)))
                .forEach(packet -> revocations.add(new OwnSignature(packet, Instant.EPOCH)));
        return revocations;
    }

    private Stream<OwnSignature> ownWords() {
        return Stream.concat(direct.stream(), names.stream().flatMap(name -> name.certifications().stream()));
    }

    private static boolean appoints(OwnSignature description, PGPSignature revocation) {
        return Arrays.stream(description.packet().getHashedSubPackets().getSubpackets(REVOCATION_KEY))
                .map(part -> new KeyIdentifier(Arrays.copyOfRange(part.getData(), 2, part.getData().length)))
                .anyMatch(
                        revoker -> revocation.getKeyIdentifiers().stream().anyMatch(issuer -> issuer.matches(revoker)));
    }

    private static Optional<Objection> revocation(List<OwnSignature> revocations, Instant moment) {
        return revocations.stream().anyMatch(revocation -> revocation.revokesAt(moment))
                ? Optional.of(new Objection(Status.KEY_REVOKED, "its key is revoked"))
                : Optional.empty();
    }

    private Optional<Objection> namelessness(Instant moment) {
        boolean nameless = !names.isEmpty() && names.stream().allMatch(name -> name.givenUpAt(moment));
        return nameless
                ? Optional.of(new Objection(Status.KEY_REVOKED, "every user id of its key is revoked"))
                : Optional.empty();
    }

    private List<OwnSignature> descriptions(Instant moment) {
        return Stream.concat(
                        direct.stream(),
                        names.stream()
                                .filter(name -> !name.givenUpAt(moment))
                                .flatMap(name -> name.certifications().stream()))
                .filter(OwnSignature::saysWhatFor)
                .toList();
    }

    private static Optional<Objection> described(
            PGPPublicKey key, List<OwnSignature> descriptions, Instant moment, boolean signs) {
        Optional<OwnSignature> description = OwnSignature.effective(descriptions, moment);
        if (description.isEmpty()) {
            return Optional.of(
                    new Objection(
                            Status.KEY_NOT_FOR_SIGNING,
                            "its key is not validly bound to its owner, or by a weak hash only (renew it by gpg --quick-set-expire)"));
        }
        Optional<Instant> end = description.get().keyEnd(key);
        if (end.isPresent() && !moment.isBefore(end.get())) {
            return Optional.of(new Objection(Status.KEY_EXPIRED, "its key expired at " + end.get()));
        }
        return signs && !description.get().allowsSigning()
                ? Optional.of(new Objection(Status.KEY_NOT_FOR_SIGNING, "its key is not meant for signing"))
                : Optional.empty();
    }

    private Stream<PGPSignature> byOwner(Iterator<PGPSignature> packets) {
        return stream(packets).filter(this::isByOwner);
    }

    private boolean isByOwner(PGPSignature packet) {
        return packet.hasKeyIdentifier(primary.getKeyIdentifier());
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        List<T> list = new ArrayList<>();
        items.forEachRemaining(list::add);
        return list.stream();
    }
}
