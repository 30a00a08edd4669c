package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whatever stands there, by the types that JSON knows. */
final class AnyReader implements NullableReader {
    private final ContainerReader.OfMap map = new ContainerReader.OfMap(this);

    @Override
    public @Nullable Object read(JsonParser in) throws IOException, Json.Malformed {
        return switch (in.currentToken()) {
            case START_OBJECT -> map.read(in);
            case START_ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values.add(read(in));
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
