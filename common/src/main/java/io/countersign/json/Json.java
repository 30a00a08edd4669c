package io.countersign.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which Countersign writes and reads JSON: records to objects in the order of their components, two
 * spaces, {@code \n}, UTF-8, so that the same value gives the same bytes everywhere. Reading is strict: unknown and
 * repeated names, missing values for primitives and trailing text are errors, because what is read has been signed.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(64 << 20)
                            .maxNestingDepth(100)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            // a record is its components: nothing is derived from other methods, whatever they are called
            .disable(MapperFeature.AUTO_DETECT_GETTERS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /** Several lines for people, with a newline at the end. */
    public static byte[] pretty(Object value) {
        return (prettyText(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public static String prettyText(Object value) {
        try {
            return MAPPER.writer(PRETTY).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of our own could not be written as JSON", e);
        }
    }

    /** One line, for the ledger. */
    public static String compact(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of our own could not be written as JSON", e);
        }
    }

    /** @throws Malformed where the bytes are not JSON of exactly this shape */
    public static <T> T read(byte[] json, Class<T> type) throws Malformed {
        try {
            return checked(MAPPER.readValue(json, type));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new Malformed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    public static <T> T read(String json, Class<T> type) throws Malformed {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Reads a generic type with one type argument. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T readGeneric(byte[] json, Class<?> type, Class<?> argument) throws Malformed {
        try {
            JavaType whole = MAPPER.getTypeFactory().constructParametricType(type, argument);
            return Json.<T>checked(MAPPER.readValue(json, whole));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new Malformed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static <T> T checked(T value) throws Malformed {
        if (value == null) {
            throw new Malformed("it is the JSON value null", null);
        }
        return value;
    }

    private static Malformed malformed(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return new Malformed(e.getOriginalMessage() + where, e);
    }

    /** Bytes that are not what they should be; the message says where and why. Callers name the file and the remedy. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
