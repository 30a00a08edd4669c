package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** One of the records of a sealed interface, by its tag. */
record TaggedReader(Map<String, Class<?>> records) implements ValueReader {
    TaggedReader(Class<?> type) {
        this(Arrays.stream(type.getPermittedSubclasses()).collect(Collectors.toMap(Tagged::tag, one -> one)));
    }

    @Override
    public Object read(JsonParser in) throws IOException, Json.Malformed {
        String tag = tag(in);
        Class<?> one = records.get(tag);
        if (one == null) {
            throw Json.Malformed.at(in, "\"" + tag + "\" is no " + Tagged.FIELD + " that is known here");
        }
        return RecordReader.of(one).components(in);
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
