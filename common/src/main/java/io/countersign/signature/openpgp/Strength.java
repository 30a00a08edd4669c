package io.countersign.signature.openpgp;

import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPPublicKey;

/** Which algorithms are strong enough for a release. */
final class Strength {
    static final String KEYS = "RSA of 2048 bits, ECDSA or EdDSA";
    static final String HASHES = "SHA-256 or stronger";

    private static final int SMALLEST_RSA = 2048;
    private static final int OLDEST_VERSION = 4;
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

    private Strength() {}

    static boolean isStrongHash(int algorithm) {
        return STRONG_HASHES.contains(algorithm);
    }

    static boolean isStrong(PGPPublicKey key) {
        return STRONG_ALGORITHMS.contains(key.getAlgorithm())
                && key.getVersion() >= OLDEST_VERSION
                && (key.getAlgorithm() != PublicKeyAlgorithmTags.RSA_GENERAL || key.getBitStrength() >= SMALLEST_RSA);
    }
}
