package io.countersign.environment.postgresql;

import java.util.Map;
import java.util.Optional;

/** The types whose binary form is known here. */
final class BinaryForms {
    private static final Map<String, BinaryForm> KNOWN = Map.ofEntries(
            Map.entry("text", BinaryValue.TEXT),
            Map.entry("varchar", BinaryValue.TEXT),
            Map.entry("bpchar", BinaryValue.TEXT),
            Map.entry("json", BinaryValue.TEXT),
            Map.entry("jsonb", BinaryValue.JSONB),
            Map.entry("bytea", BinaryValue.BYTES),
            Map.entry("uuid", BinaryValue.UUID_VALUE),
            Map.entry("int2", new BinaryInteger(Short.BYTES)),
            Map.entry("int4", new BinaryInteger(Integer.BYTES)),
            Map.entry("int8", new BinaryInteger(Long.BYTES)),
            Map.entry("numeric", new BinaryNumeric()),
            Map.entry("date", BinaryMoment.DATE),
            Map.entry("timestamp", BinaryMoment.TIMESTAMP),
            Map.entry("timestamptz", BinaryMoment.TIMESTAMP_IN_UTC));

    private BinaryForms() {}

    /** @param type as PostgreSQL calls it; empty where its values are better left to the server's own text */
    static Optional<BinaryForm> of(String type) {
        return Optional.ofNullable(KNOWN.get(type));
    }
}
