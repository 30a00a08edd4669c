package io.countersign.ledger;

import io.countersign.database.SchemaInventory;
import io.countersign.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The large part of a record, read only when it is wanted: the schema as it was left (so that drift can be told object by
 * object) and the changesets that ran. Stored as Base64 of deflated JSON, because a large schema shrinks to a tenth.
 */
public record Attachment(SchemaInventory inventory, List<AppliedChangeset> applied) {
    public Attachment {
        applied = List.copyOf(applied);
    }

    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(Json.compact(this).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    static Attachment decode(String text) throws IOException, Json.Malformed {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return Json.read(in.readAllBytes(), Attachment.class);
        }
    }
}
