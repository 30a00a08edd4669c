package io.countersign.database;

import io.countersign.json.TextValue;
import io.countersign.release.Digest;

/** SHA-256 over a normalised schema; see {@link SchemaInventory#fingerprint()}. */
public record Fingerprint(Digest digest) implements TextValue {
    @Override
    public String toString() {
        return digest.hex();
    }
}
