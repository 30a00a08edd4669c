package io.countersign.environment.masking;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which values are masked. The same key gives the same pseudonyms, in every table and in every clone;
 * without it nobody can tell what a pseudonym stood for. Each purpose has a key of its own, derived by HMAC-SHA-256.
 */
public final class MaskingKey {
    /** Shorter ones could be found by trial, with one known value. */
    public static final int SHORTEST = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac root;

    private MaskingKey(Mac root) {
        this.root = root;
    }

    /** @throws CountersignException PARAMETER_INVALID where it is too short to protect anything */
    public static MaskingKey of(Secret secret) {
        byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The masking key is shorter than %d characters.", SHORTEST)
                    .expected("a long random text.")
                    .remedy(
                            "Make one, for example by \"openssl rand -base64 32\", and keep it away from the lower stage.")
                    .build();
        }
        return new MaskingKey(keyed(bytes));
    }

    /** For rules of which none needs a key. */
    static MaskingKey none() {
        return new MaskingKey(keyed(new byte[] {0}));
    }

    /** A digest that is ready to be used for one purpose, by one thread. */
    Mac digest(String purpose) {
        return keyed(derived("digest of " + purpose));
    }

    /** A fast function of the same kind for permutations, which ask for it many times a value. */
    SipHash permutation(String purpose) {
        ByteBuffer key = ByteBuffer.wrap(derived("permutation of " + purpose)).order(ByteOrder.LITTLE_ENDIAN);
        return new SipHash(key.getLong(), key.getLong());
    }

    private byte[] derived(String purpose) {
        try {
            Mac mac = (Mac) root.clone();
            return mac.doFinal(("countersign masking: " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC can be cloned", e);
        }
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
