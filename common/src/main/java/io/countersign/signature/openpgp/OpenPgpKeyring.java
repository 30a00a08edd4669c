package io.countersign.signature.openpgp;

import io.countersign.signature.Keyring;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignatureFinding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;

/** Public keys as Bouncy Castle reads them. */
final class OpenPgpKeyring implements Keyring {
    private final List<OpenPGPCertificate> certificates;

    OpenPgpKeyring(List<OpenPGPCertificate> certificates) {
        // a person may stand in several files of a role
        TreeMap<String, OpenPGPCertificate> unique = new TreeMap<>();
        certificates.forEach(
                certificate -> unique.merge(fingerprint(certificate), certificate, OpenPgpKeyring::joined));
        this.certificates = List.copyOf(unique.values());
    }

    @Override
    public List<PersonKey> persons() {
        return certificates.stream()
                .map(OpenPgpKeyring::person)
                .sorted(Comparator.comparing(PersonKey::fingerprint))
                .toList();
    }

    @Override
    public String armoured() {
        StringBuilder text = new StringBuilder();
        try {
            for (OpenPGPCertificate certificate : certificates) {
                text.append(Armour.encode(certificate.getEncoded()));
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
        return certificates.stream()
                .filter(certificate -> certificate.getSigningKeyFor(signature) != null
                        || signature.getKeyIdentifiers().stream().anyMatch(id -> certificate.getKey(id) != null))
                .findFirst()
                .map(certificate -> new SignatureJudgement(certificate, signature, now).of(signed))
                .orElseGet(() -> new SignatureFinding(
                        SignatureFinding.Status.UNKNOWN_KEY,
                        Optional.empty(),
                        SignatureJudgement.issuer(signature),
                        Optional.ofNullable(signature.getCreationTime()).map(java.util.Date::toInstant),
                        "the key " + SignatureJudgement.issuer(signature) + " is not known for this"));
    }

    static PersonKey person(OpenPGPCertificate certificate) {
        return new PersonKey(fingerprint(certificate), new KeyStory(certificate.getPGPPublicKeyRing()).userId());
    }

    static String fingerprint(OpenPGPCertificate certificate) {
        return HexFormat.of().withUpperCase().formatHex(certificate.getFingerprint());
    }

    private static OpenPGPCertificate joined(OpenPGPCertificate one, OpenPGPCertificate two) {
        try {
            return OpenPGPCertificate.join(one, two);
        } catch (PGPException e) {
            throw new IllegalStateException("two copies of one key do not fit together", e);
        }
    }
}
