package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records of one type: all their components, once each, in any order. */
final class RecordReader implements ValueReader {
    /** By the type, and behind it what a generic one is given. Methods of a record would be made here at run time first. */
    private static final Map<List<Type>, RecordReader> KNOWN = new ConcurrentHashMap<>();

    private final RecordShape shape;
    private final Class<?> type;
    private final List<Type> arguments;
    /** Made when they are needed first: a record may hold others of its own kind. */
    private final @Nullable ValueReader[] readers;

    private RecordReader(Class<?> type, List<Type> arguments) {
        this.shape = RecordShape.of(type);
        this.type = type;
        this.arguments = arguments;
        this.readers = new ValueReader[shape.components().size()];
    }

    /** @param arguments of a generic record */
    static RecordReader of(Class<?> type, Type... arguments) {
        List<Type> given = List.of(arguments);
        List<Type> key = Stream.concat(Stream.of(type), given.stream()).toList();
        return KNOWN.computeIfAbsent(key, any -> new RecordReader(type, given));
    }

    @Override
    public Object read(JsonParser in) throws IOException, Json.Malformed {
        if (TextValue.class.isAssignableFrom(type)) {
            return construct(in, reader(0).read(in));
        }
        if (shape.tag().isEmpty()) {
            Json.Malformed.unless(in, JsonToken.START_OBJECT, "an object");
        } else if (!TaggedReader.tag(in).equals(shape.tag().get())) {
            throw Json.Malformed.at(
                    in, "its " + Tagged.FIELD + " is not " + shape.tag().get());
        }
        return components(in);
    }

    /** What is left of an object behind its brace, or behind its tag. */
    Object components(JsonParser in) throws IOException, Json.Malformed {
        @Nullable Object[] values = new Object[readers.length];
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            int position = shape.position(name);
            if (position < 0) {
                throw Json.Malformed.at(in, "\"" + name + "\" does not belong there");
            }
            in.nextToken();
            values[position] = reader(position).read(in);
        }
        for (int position = 0; position < values.length; position++) {
            if (values[position] == null) {
                throw Json.Malformed.at(
                        in, "it lacks \"" + shape.components().get(position).name() + "\"");
            }
        }
        return construct(in, values);
    }

    private ValueReader reader(int position) {
        ValueReader reader = readers[position];
        if (reader == null) {
            reader = ValueReader.of(resolved(shape.components().get(position).type()));
            readers[position] = reader;
        }
        return reader;
    }

    /** A component may have the type that its record is given as an argument. */
    private Type resolved(Type component) {
        return component instanceof TypeVariable<?> variable
                ? arguments.get(List.of(type.getTypeParameters()).indexOf(variable))
                : component;
    }

    private Object construct(JsonParser in, @Nullable Object... values) throws Json.Malformed {
        try {
            return shape.construct(values);
        } catch (InvocationTargetException e) {
            throw Json.Malformed.by(in, e.getTargetException());
        }
    }
}
