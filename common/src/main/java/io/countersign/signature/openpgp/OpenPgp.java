package io.countersign.signature.openpgp;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import io.countersign.signature.Keyring;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;

/** The door to OpenPGP (RFC 9580 and 4880). Bouncy Castle is used through its lightweight classes only: no provider. */
public final class OpenPgp {
    private static final long LARGEST_KEY_FILE = 8 << 20;

    private OpenPgp() {}

    /** @throws CountersignException FILE_MISSING or KEY_UNREADABLE; also where a secret key lies among public ones */
    public static Keyring keyring(List<Path> files) {
        List<PGPPublicKeyRing> keys = new ArrayList<>();
        for (Path file : files) {
            keys.addAll(publicKeys(
                    file.toString(), read(file, "Export the public key there: gpg --armor --export FINGERPRINT.")));
        }
        return new OpenPgpKeyring(keys);
    }

    /** The inverse of {@link Keyring#armoured()}. */
    public static Keyring keyring(String armoured) {
        return new OpenPgpKeyring(publicKeys("The recorded keyring", armoured.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A secret key from a file or an environment variable.
     *
     * @param name how messages call it; never its content
     * @throws CountersignException KEY_UNREADABLE, KEY_UNUSABLE or PASSPHRASE_WRONG
     */
    public static SigningKey secretKey(String name, byte[] secretKey, Secret passphrase) {
        List<PGPKeyRing> keys;
        try {
            keys = KeyFile.read(secretKey);
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, "it holds no OpenPGP secret key (" + e.getMessage() + ")", e);
        }
        if (keys.size() == 1 && keys.get(0) instanceof PGPSecretKeyRing key) {
            return SecretKeySigner.unlock(name, key, passphrase);
        }
        throw keys.stream().allMatch(PGPSecretKeyRing.class::isInstance)
                ? unreadable(name, "it holds " + keys.size() + " secret keys; one is needed", null)
                : unreadable(name, "it holds a public key; one secret key is needed", null);
    }

    /** The packets of a detached signature that a {@link SigningKey} made, without their armour. */
    public static byte[] packets(String armoured) {
        try {
            return Armour.decode(armoured.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException("a signature of our own cannot be read", e);
        }
    }

    /** Whether an RSA key made a detached signature. */
    public static boolean isRsa(String armoured) {
        try {
            return SignatureFile.read(armoured.getBytes(StandardCharsets.US_ASCII)).stream()
                    .allMatch(signature -> signature.getKeyAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL);
        } catch (IOException e) {
            throw new IllegalStateException("a signature of our own cannot be read", e);
        }
    }

    /** The bytes of a file with a secret key. */
    public static byte[] secretKeyFile(Path file) {
        return read(
                file,
                "Export the secret key there (gpg --armor --export-secret-keys FINGERPRINT), or leave it with gpg and name"
                        + " it by -Dcountersign.gpgKey=FINGERPRINT.");
    }

    private static byte[] read(Path file, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw CountersignException.problem(ProblemCode.FILE_MISSING)
                    .found("There is no key file %s.", file)
                    .remedy(remedy)
                    .build();
        }
        try {
            if (Files.size(file) > LARGEST_KEY_FILE) {
                throw unreadable(file.toString(), "it has " + Files.size(file) + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                    .found("%s cannot be read: %s.", file, e.getMessage())
                    .remedy("Check its permissions.")
                    .causedBy(e);
        }
    }

    private static List<PGPPublicKeyRing> publicKeys(String name, byte[] bytes) {
        List<PGPKeyRing> found;
        try {
            found = KeyFile.read(bytes);
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, "it holds no OpenPGP public keys (" + e.getMessage() + ")", e);
        }
        if (found.isEmpty()) {
            throw unreadable(name, "it holds no OpenPGP public keys", null);
        }
        List<PGPPublicKeyRing> keys = new ArrayList<>();
        for (PGPKeyRing key : found) {
            if (!(key instanceof PGPPublicKeyRing open)) {
                throw unreadable(name, "it holds a SECRET key, which does not belong here", null);
            }
            keys.add(open);
        }
        return keys;
    }

    private static CountersignException unreadable(
            String name, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        CountersignException.Builder problem = CountersignException.problem(ProblemCode.KEY_UNREADABLE)
                .found("%s cannot be used: %s.", name, why)
                .expected(
                        "public keys as gpg --export writes them, or one secret key as gpg --export-secret-keys does.")
                .remedy("Export the key again.");
        return cause == null ? problem.build() : problem.causedBy(cause);
    }
}
