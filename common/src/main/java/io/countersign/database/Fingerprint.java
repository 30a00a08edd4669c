package io.countersign.database;

import io.countersign.json.TextValue;
import io.countersign.release.Digest;
import org.jspecify.annotations.Nullable;

/** SHA-256 over a normalised schema; see {@link SchemaInventory#fingerprint()}. */
public record Fingerprint(Digest digest) implements TextValue {

    /** Written out for the same reason as that of {@link Digest}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint fingerprint && digest.equals(fingerprint.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return digest.hex();
    }
}
