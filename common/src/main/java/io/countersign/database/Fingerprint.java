package io.countersign.database;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.release.Digest;

/** SHA-256 over a normalised schema; see {@link SchemaInventory#fingerprint()}. */
public record Fingerprint(@JsonValue Digest digest) {
    @JsonCreator
    public Fingerprint {}

    @Override
    public String toString() {
        return digest.hex();
    }
}
