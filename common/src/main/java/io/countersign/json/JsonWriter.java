package io.countersign.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a value by its own type. */
record JsonWriter(JsonGenerator out) {

    void write(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null));
        } else if (value instanceof Record one) {
            write(one, RecordShape.of(one.getClass()));
        } else if (value instanceof Collection<?> values) {
            writeArray(values);
        } else if (value instanceof Map<?, ?> map) {
            writeSorted(map);
        } else if (value instanceof Enum<?> constant) {
            out.writeString(constant.name());
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof File file) {
            out.writeString(file.getAbsolutePath());
        } else {
            throw new IllegalStateException(
                    "JSON has no form for " + value.getClass().getName());
        }
    }

    private void write(Record value, RecordShape shape) throws IOException {
        if (value instanceof TextValue) {
            write(shape.components().get(0).of(value));
            return;
        }
        out.writeStartObject();
        if (shape.tag().isPresent()) {
            out.writeStringField(Tagged.FIELD, shape.tag().get());
        }
        for (RecordShape.Component component : shape.components()) {
            out.writeFieldName(component.name());
            write(component.of(value));
        }
        out.writeEndObject();
    }

    private void writeArray(Collection<?> values) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            write(value);
        }
        out.writeEndArray();
    }

    /** The same map gives the same text, in whatever order it holds its keys. */
    private void writeSorted(Map<?, ?> map) throws IOException {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        out.writeStartObject();
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            out.writeFieldName(entry.getKey());
            write(entry.getValue());
        }
        out.writeEndObject();
    }
}
