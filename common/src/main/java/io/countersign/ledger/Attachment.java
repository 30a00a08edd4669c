package io.countersign.ledger;

import io.countersign.database.SchemaInventory;
import io.countersign.json.Json;
import java.io.IOException;
import java.util.List;

/**
 * The large part of a record, read only when it is wanted: the schema as it was left (so that drift can be told object by
 * object) and the changesets that ran. Stored as Base64 of deflated JSON, because a large schema shrinks to a tenth.
 */
public record Attachment(SchemaInventory inventory, List<AppliedChangeset> applied) {
    public Attachment {
        applied = List.copyOf(applied);
    }

    String encode() {
        return Packed.pack(Json.compact(this));
    }

    static Attachment decode(String text) throws IOException, Json.Malformed {
        return Json.read(Packed.unpack(text), Attachment.class);
    }
}
