package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** One of the records of a sealed interface, by its tag. */
record TaggedReader(Class<?> type) implements ValueReader {
    @Override
    public Object read(JsonParser in) throws IOException, Json.Malformed {
        String tag = tag(in);
        for (Class<?> one : type.getPermittedSubclasses()) {
            if (Tagged.tag(one).equals(tag)) {
                return RecordReader.of(one).components(in);
            }
        }
        throw Json.Malformed.at(in, "\"" + tag + "\" is no " + Tagged.FIELD + " that is known here");
    }

    /** The first field of the object that begins here. */
    static String tag(JsonParser in) throws IOException, Json.Malformed {
        Json.Malformed.unless(in, JsonToken.START_OBJECT, "an object");
        if (in.nextToken() != JsonToken.FIELD_NAME || !in.currentName().equals(Tagged.FIELD)) {
            throw Json.Malformed.at(in, "it does not begin with its " + Tagged.FIELD);
        }
        in.nextToken();
        return ScalarReader.TEXT.read(in).toString();
    }
}
