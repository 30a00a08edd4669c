package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever stands there, by the types that JSON knows; only within a map may something be null. */
final class AnyReader {
    /** A map of anything. */
    static final ValueReader MAP = AnyReader::map;

    private AnyReader() {}

    private static Map<String, @Nullable Object> map(JsonParser in) throws IOException, Json.Malformed {
        Json.Malformed.unless(in, JsonToken.START_OBJECT, "an object");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            values.put(name, anything(in));
        }
        return values;
    }

    private static @Nullable Object anything(JsonParser in) throws IOException, Json.Malformed {
        return switch (in.currentToken()) {
            case START_OBJECT -> map(in);
            case START_ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values.add(anything(in));
                }
                yield values;
            }
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getNumberValue();
            case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
            case VALUE_NULL -> null;
            default -> throw Json.Malformed.unexpected(in, "a value");
        };
    }
}
