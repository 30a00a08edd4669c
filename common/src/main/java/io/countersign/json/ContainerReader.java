package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of one type within others. */
final class ContainerReader {
    private ContainerReader() {}

    record OfOptional(ValueReader content) implements ValueReader {
        @Override
        public Optional<Object> read(JsonParser in) throws IOException, Json.Malformed {
            return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(content.read(in));
        }
    }

    record OfList(ValueReader element) implements ValueReader {
        @Override
        public List<Object> read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.START_ARRAY, "an array");
            List<Object> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(element.read(in));
            }
            return List.copyOf(values);
        }
    }

    record OfSet(OfList list) implements ValueReader {
        OfSet(ValueReader element) {
            this(new OfList(element));
        }

        @Override
        public Set<Object> read(JsonParser in) throws IOException, Json.Malformed {
            return new LinkedHashSet<>(list.read(in));
        }
    }

    /** Of texts to values. */
    record OfMap(NullableReader content) implements ValueReader {
        @Override
        public Map<String, @Nullable Object> read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.START_OBJECT, "an object");
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                values.put(name, content.read(in));
            }
            return values;
        }
    }

    record OfSortedMap(OfMap map) implements ValueReader {
        OfSortedMap(ValueReader content) {
            this(new OfMap(content));
        }

        @Override
        public SortedMap<String, @Nullable Object> read(JsonParser in) throws IOException, Json.Malformed {
            return new TreeMap<>(map.read(in));
        }
    }
}
