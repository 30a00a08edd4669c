package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A constant, by its name. */
record EnumReader(List<Object> constants) implements ValueReader {
    EnumReader(Class<?> type) {
        this(Arrays.asList(type.getEnumConstants()));
    }

    @Override
    public Object read(JsonParser in) throws IOException, Json.Malformed {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw Json.Malformed.unexpected(in, "one of " + constants);
        }
        String name = in.getText();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw Json.Malformed.at(in, "\"" + name + "\" is none of " + constants);
    }
}
