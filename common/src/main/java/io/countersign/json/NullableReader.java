package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what may be null in JSON, as the values of a map of anything may. */
interface NullableReader {

    /** Reads the value that begins at the current token, and stops at its last one. */
    @Nullable Object read(JsonParser in) throws IOException, Json.Malformed;
}
