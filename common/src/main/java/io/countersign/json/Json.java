package io.countersign.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which Countersign writes and reads JSON: records to objects in the order of their components, two
 * spaces, {@code \n}, UTF-8, so that the same value gives the same bytes everywhere. Reading is strict: unknown, repeated and
 * missing names, other types and trailing text are errors, because what is read has been signed.
 *
 * <p>A value is a record, a {@link TextValue}, a {@link Tagged} record, a list, set or map of texts to values, an optional (an
 * absent one is {@code null}), a text, a whole number, a {@code BigDecimal}, a truth value, an enum constant or a file.
 * {@code docs/decisions/0014-json-is-bound-to-records-by-our-own-code.md} says why no library does that.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 << 20)
                    .maxNestingDepth(100)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /** Several lines for people, with a newline at the end. */
    public static byte[] pretty(Object value) {
        // in segments, because a text that doubles as it grows copies a large manifest several times
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            write(value, FACTORY.createGenerator(bytes).setPrettyPrinter(PRETTY.createInstance()));
            bytes.append('\n');
            return bytes.toByteArray();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** One line, for the ledger. */
    public static String compact(Object value) {
        StringWriter text = new StringWriter();
        try {
            write(value, FACTORY.createGenerator(text));
            return text.toString();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static void write(Object value, JsonGenerator out) throws IOException {
        try (out) {
            new JsonWriter(out).write(value);
        }
    }

    private static IllegalStateException unwritable(IOException cause) {
        return new IllegalStateException("a value of our own could not be written as JSON", cause);
    }

    /** @throws Malformed where the bytes are not JSON of exactly this shape */
    public static <T> T read(byte[] json, Class<T> type) throws Malformed {
        return type.cast(readWhole(json, type));
    }

    public static <T> T read(String json, Class<T> type) throws Malformed {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Reads a generic record with one type argument. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> T readGeneric(byte[] json, Class<?> type, Class<?> argument) throws Malformed {
        return (T) readWhole(json, type, argument);
    }

    private static Object readWhole(byte[] json, Class<?> type, Type... arguments) throws Malformed {
        try (JsonParser in = FACTORY.createParser(json)) {
            if (in.nextToken() == null) {
                throw Malformed.at(in, "it is empty");
            }
            Object value = ValueReader.ofClass(type, arguments).read(in);
            if (in.nextToken() != null) {
                throw Malformed.at(in, "there is more behind its end");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Malformed(e.getOriginalMessage() + Malformed.place(e.getLocation()), e);
        } catch (IOException e) {
            throw new Malformed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** Bytes that are not what they should be; the message says where and why. Callers name the file and the remedy. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private Malformed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        /** @param why told of what is read at the moment */
        static Malformed at(JsonParser in, String why) {
            return new Malformed(why + place(in.currentTokenLocation()), null);
        }

        /** A value that its own type refuses. */
        static Malformed by(JsonParser in, Throwable refusal) {
            return new Malformed(String.valueOf(refusal.getMessage()) + place(in.currentTokenLocation()), refusal);
        }

        /** @param expected what should stand there */
        static Malformed unexpected(JsonParser in, String expected) throws IOException {
            String name = in.currentName() == null ? "" : " of \"" + in.currentName() + "\"";
            return at(in, "the value" + name + " is not " + expected);
        }

        static void unless(JsonParser in, JsonToken token, String expected) throws IOException, Malformed {
            if (in.currentToken() != token) {
                throw unexpected(in, expected);
            }
        }

        private static String place(@Nullable JsonLocation location) {
            return location == null
                    ? ""
                    : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        }
    }
}
