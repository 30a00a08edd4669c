package io.countersign.environment.masking;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.promotion.FieldPath;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rewrites the leaves of a JSON document: each by the rule of the first path that names it or what it is in, the others by the
 * rule for all others. Field names, order and numbers' digits stay; null stays null.
 */
final class JsonMask implements ColumnMask {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Puts something in the place of the leaf that is the parser's current token. */
    @FunctionalInterface
    interface Replacement {
        void put(JsonParser leaf, JsonGenerator out) throws IOException;
    }

    /** What is done to a leaf depends on what it is. */
    record Leaf(Replacement text, Replacement number, Replacement truth) {
        static final Replacement KEPT = Leaf::keep;
        static final Replacement EMPTIED = (leaf, out) -> out.writeNull();

        static Replacement text(ColumnMask mask) {
            return (leaf, out) -> out.writeString(mask.mask(leaf.getText()));
        }

        static Replacement number(ColumnMask mask) {
            return (leaf, out) -> out.writeNumber(new BigDecimal(mask.mask(leaf.getText())));
        }

        /** A number's digits are not read as a number, which would round them. */
        private static void keep(JsonParser leaf, JsonGenerator out) throws IOException {
            if (leaf.currentToken().isNumeric()) {
                out.writeNumber(leaf.getText());
            } else {
                out.copyCurrentEvent(leaf);
            }
        }

        void put(JsonParser leaf, JsonGenerator out) throws IOException {
            JsonToken token = leaf.currentToken();
            (token == JsonToken.VALUE_STRING ? text : token.isNumeric() ? number : truth).put(leaf, out);
        }
    }

    /** A path with what is done there. */
    record Part(FieldPath path, Leaf leaf) {}

    private final List<Part> parts;
    private final Leaf otherwise;

    JsonMask(List<Part> parts, Leaf otherwise) {
        this.parts = List.copyOf(parts);
        this.otherwise = otherwise;
    }

    @Override
    public String mask(String value) {
        StringWriter masked = new StringWriter();
        try (JsonParser in = FACTORY.createParser(value);
                JsonGenerator out = FACTORY.createGenerator(masked)) {
            if (in.nextToken() == null) {
                throw Unfit.value("a JSON document");
            }
            copy(in, out, parts, 0);
            if (in.nextToken() != null) {
                throw Unfit.value("a JSON document");
            }
        } catch (JsonProcessingException e) {
            throw Unfit.value("a JSON document");
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
        return masked.toString();
    }

    /** @param open the paths that lead here or further down, as far as this depth */
    private void copy(JsonParser in, JsonGenerator out, List<Part> open, int depth) throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                out.writeStartObject();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    out.writeFieldName(name);
                    in.nextToken();
                    copy(in, out, below(open, depth, step -> step.isField(name)), depth + 1);
                }
                out.writeEndObject();
            }
            case START_ARRAY -> {
                out.writeStartArray();
                for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    int position = i;
                    copy(in, out, below(open, depth, step -> step.isElement(position)), depth + 1);
                }
                out.writeEndArray();
            }
            case VALUE_NULL -> out.writeNull();
            default -> leaf(open, depth).put(in, out);
        }
    }

    private Leaf leaf(List<Part> open, int depth) {
        return open.stream()
                .filter(part -> part.path().steps().size() <= depth)
                .findFirst()
                .map(Part::leaf)
                .orElse(otherwise);
    }

    private static List<Part> below(List<Part> open, int depth, Predicate<FieldPath.Step> here) {
        List<Part> result = new ArrayList<>();
        for (Part part : open) {
            List<FieldPath.Step> steps = part.path().steps();
            if (steps.size() <= depth || here.test(steps.get(depth))) {
                result.add(part);
            }
        }
        return result;
    }
}
