package io.countersign.environment.masking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.promotion.FieldPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Rewrites the leaves of a JSON document: each by the rule of the first path that names it or what it is in, the others by the
 * rule for all others. Field names, order and numbers' digits stay; null stays null.
 */
final class JsonMask implements ColumnMask {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What is done to a leaf depends on what it is. */
    record Leaf(UnaryOperator<JsonNode> text, UnaryOperator<JsonNode> number, UnaryOperator<JsonNode> truth) {
        static final UnaryOperator<JsonNode> KEPT = leaf -> leaf;
        static final UnaryOperator<JsonNode> EMPTIED = leaf -> NODES.nullNode();

        static UnaryOperator<JsonNode> text(ColumnMask mask) {
            return leaf -> NODES.textNode(mask.mask(leaf.asText()));
        }

        static UnaryOperator<JsonNode> number(ColumnMask mask) {
            return leaf -> NODES.numberNode(new BigDecimal(mask.mask(leaf.asText())));
        }

        JsonNode masked(JsonNode leaf) {
            return (leaf.isTextual() ? text : leaf.isNumber() ? number : truth).apply(leaf);
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
        try {
            JsonNode root = MAPPER.readTree(value);
            return MAPPER.writeValueAsString(masked(root, parts, 0));
        } catch (JsonProcessingException e) {
            throw Unfit.value("a JSON document");
        }
    }

    /** @param open the paths that lead here or further down, as far as this depth */
    private JsonNode masked(JsonNode node, List<Part> open, int depth) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> field.setValue(masked(
                            field.getValue(), below(open, depth, step -> step.isField(field.getKey())), depth + 1)));
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int position = i;
                array.set(i, masked(array.get(i), below(open, depth, step -> step.isElement(position)), depth + 1));
            }
            return array;
        }
        return node.isNull() ? node : leaf(open, depth).masked(node);
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
