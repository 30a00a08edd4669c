package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** A constant, by its name. */
record EnumReader(Class<?> type) implements ValueReader {
    @Override
    public Object read(JsonParser in) throws IOException, Json.Malformed {
        Object[] constants = type.getEnumConstants();
        Json.Malformed.unless(in, JsonToken.VALUE_STRING, "one of " + Arrays.toString(constants));
        String name = in.getText();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw Json.Malformed.at(in, "\"" + name + "\" is none of " + Arrays.toString(constants));
    }
}
