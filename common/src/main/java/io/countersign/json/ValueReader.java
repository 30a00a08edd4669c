package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads values of one type, and nothing that {@link JsonWriter} would not have written of them. There is one for each kind of type
 * instead of one for all: a JVM that has just started would spend more time on optimising that one than on reading.
 */
interface ValueReader extends NullableReader {

    @Override
    Object read(JsonParser in) throws IOException, Json.Malformed;

    /** @param type a class, or a generic type with all its arguments */
    static ValueReader of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofClass((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw new IllegalStateException("JSON has no form for " + type);
    }

    /** @param arguments of a generic type */
    static ValueReader ofClass(Class<?> type, Type... arguments) {
        if (type == String.class) {
            return ScalarReader.TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return ScalarReader.INT;
        }
        if (type == long.class || type == Long.class) {
            return ScalarReader.LONG;
        }
        if (type == boolean.class || type == Boolean.class) {
            return ScalarReader.TRUTH;
        }
        if (type == BigDecimal.class) {
            return ScalarReader.DECIMAL;
        }
        if (type == File.class) {
            return ScalarReader.FILE;
        }
        if (type.isEnum()) {
            return new EnumReader(type);
        }
        if (type.isRecord()) {
            return RecordReader.of(type, arguments);
        }
        return Tagged.class.isAssignableFrom(type) ? new TaggedReader(type) : container(type, arguments);
    }

    private static ValueReader container(Class<?> type, Type... arguments) {
        if (type == Optional.class) {
            return new ContainerReader.OfOptional(of(arguments[0]));
        }
        if (type == List.class) {
            return new ContainerReader.OfList(of(arguments[0]));
        }
        if (type == Set.class) {
            return new ContainerReader.OfSet(of(arguments[0]));
        }
        if (type == SortedMap.class) {
            return new ContainerReader.OfSortedMap(of(arguments[1]));
        }
        if (type == Map.class || type == LinkedHashMap.class) {
            boolean open = arguments.length == 0 || arguments[1] == Object.class;
            return new ContainerReader.OfMap(open ? new AnyReader() : of(arguments[1]));
        }
        throw new IllegalStateException("JSON has no form for " + type.getName());
    }
}
