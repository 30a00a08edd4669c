package io.countersign.signature.openpgp;

import io.countersign.signature.Keyring;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignatureFinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;

/** Public keys as Bouncy Castle reads them. */
final class OpenPgpKeyring implements Keyring {
    private final List<PGPPublicKeyRing> keys;

    OpenPgpKeyring(List<PGPPublicKeyRing> keys) {
        // a person may stand in several files of a role
        TreeMap<String, PGPPublicKeyRing> unique = new TreeMap<>();
        keys.forEach(key -> unique.merge(fingerprint(key), key, OpenPgpKeyring::joined));
        this.keys = List.copyOf(unique.values());
    }

    @Override
    public List<PersonKey> persons() {
        return keys.stream()
                .map(OpenPgpKeyring::person)
                .sorted(Comparator.comparing(PersonKey::fingerprint))
                .toList();
    }

    @Override
    public Optional<String> objection(PersonKey person, Instant now) {
        return keys.stream()
                .filter(key -> fingerprint(key).equals(person.fingerprint()))
                .findFirst()
                .flatMap(key -> new KeyStory(key).objection(now));
    }

    @Override
    public String armoured() {
        StringBuilder text = new StringBuilder();
        try {
            for (PGPPublicKeyRing key : keys) {
                ByteArrayOutputStream packets = new ByteArrayOutputStream();
                // without what is for the eyes of its owner's own gpg
                key.encode(packets, true);
                text.append(Armour.encode(packets.toByteArray()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return text.toString();
    }

    @Override
    public List<SignatureFinding> judge(byte[] signed, byte[] signatures, Instant now) {
        List<SignatureFinding> findings = new ArrayList<>();
        try {
            for (PGPSignature signature : SignatureFile.read(signatures)) {
                findings.add(finding(signed, signature, now));
            }
        } catch (IOException | RuntimeException e) {
            findings.add(new SignatureFinding(
                    SignatureFinding.Status.UNREADABLE,
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    "the signature file cannot be read: " + e.getMessage()));
        }
        return findings;
    }

    private SignatureFinding finding(byte[] signed, PGPSignature signature, Instant now) {
        return keys.stream()
                .flatMap(ring ->
                        SignatureJudgement.issuer(signature, ring)
                                .map(key -> new SignatureJudgement(ring, key, signature, now))
                                .stream())
                .findFirst()
                .map(judgement -> judgement.of(signed))
                .orElseGet(() -> new SignatureFinding(
                        SignatureFinding.Status.UNKNOWN_KEY,
                        Optional.empty(),
                        SignatureJudgement.issuer(signature),
                        Optional.ofNullable(signature.getCreationTime()).map(java.util.Date::toInstant),
                        "the key " + SignatureJudgement.issuer(signature) + " is not known for this"));
    }

    static PersonKey person(PGPPublicKeyRing key) {
        return new PersonKey(fingerprint(key), new KeyStory(key).userId());
    }

    static String fingerprint(PGPPublicKeyRing key) {
        return HexFormat.of().withUpperCase().formatHex(key.getPublicKey().getFingerprint());
    }

    private static PGPPublicKeyRing joined(PGPPublicKeyRing one, PGPPublicKeyRing two) {
        try {
            return PGPPublicKeyRing.join(one, two);
        } catch (PGPException e) {
            throw new IllegalStateException("two copies of one key do not fit together", e);
        }
    }
}
