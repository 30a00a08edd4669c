package io.countersign.promotion.yaml;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping whose keys are taken one by one; {@link #close} reports those that nobody took. Values that cannot be used are
 * reported too, and read as if they were absent, so that reading goes on to the next mistake.
 */
final class YamlMap {
    private final String name;
    private final MappingNode node;
    private final Mistakes mistakes;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    YamlMap(String name, MappingNode node, Mistakes mistakes) {
        this.name = name;
        this.node = node;
        this.mistakes = mistakes;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistake(tuple.getKeyNode(), "a key of " + name + " is not a word", "a word");
            } else if (keys.putIfAbsent(key.getValue(), key) != null) {
                mistake(key, "the key \"" + key.getValue() + "\" stands twice in " + name, "it once");
            } else {
                values.put(key.getValue(), tuple.getValueNode());
            }
        }
    }

    /** Keys in the order of the file, for mappings whose keys are names. Marks all of them as known. */
    List<String> names() {
        known.addAll(keys.keySet());
        return List.copyOf(keys.keySet());
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    boolean isScalar(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    boolean isMapping(String key) {
        return values.get(key) instanceof MappingNode;
    }

    /** Whether the word {@code null} stands there, without quotes. */
    boolean isNull(String key) {
        return values.get(key) instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.NULL)
                && scalar.getValue().equals("null");
    }

    Optional<Mark> mark(String key) {
        return Optional.ofNullable(values.getOrDefault(key, node)).map(Node::getStartMark);
    }

    Optional<String> text(String key) {
        return take(key).flatMap(value -> scalar(key, value));
    }

    String requiredText(String key) {
        if (!has(key)) {
            mistake(node, name + " has no \"" + key + "\"", "it");
            return "";
        }
        return text(key).orElse("");
    }

    Optional<Boolean> bool(String key) {
        return text(key).flatMap(text -> switch (text) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> wrong(key, text, "true or false");
        });
    }

    Optional<Integer> number(String key, int least, int most) {
        return text(key).flatMap(text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException e) {
                // told below, together with numbers out of range
            }
            return wrong(key, text, "a whole number from " + least + " to " + most);
        });
    }

    /** As {@link #number}, where leaving it out is a mistake. */
    void requiredNumber(String key, int least, int most) {
        if (has(key)) {
            number(key, least, most);
        } else {
            requiredText(key);
        }
    }

    /** A path relative to a folder. */
    Optional<Path> path(String key, Path folder) {
        return parsed(key, text -> folder.resolve(text).normalize(), "a path");
    }

    Path requiredPath(String key, Path folder) {
        if (!has(key)) {
            requiredText(key);
        }
        return path(key, folder).orElse(folder);
    }

    /** Paths relative to a folder. */
    List<Path> paths(String key, Path folder) {
        List<Path> paths = new ArrayList<>();
        for (String text : texts(key)) {
            try {
                paths.add(folder.resolve(text).normalize());
            } catch (InvalidPathException e) {
                mistake(key, "\"" + key + "\" has what is no path", "a path");
            }
        }
        return paths;
    }

    /** A value read by a parser that answers with a mistake's text by {@link IllegalArgumentException}. */
    <T> Optional<T> parsed(String key, Function<String, T> parser, String expected) {
        return text(key).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                return wrong(key, text, e.getMessage() == null ? expected : e.getMessage());
            }
        });
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return text(key).flatMap(text -> {
            int index = words.indexOf(text);
            return index >= 0
                    ? Optional.of(type.getEnumConstants()[index])
                    : wrong(key, text, "one of " + String.join(", ", words));
        });
    }

    Optional<YamlMap> map(String key) {
        return take(key).flatMap(value -> {
            if (value instanceof MappingNode mapping) {
                return Optional.of(new YamlMap("\"" + key + "\"", mapping, mistakes));
            }
            mistake(value, "\"" + key + "\" is not a mapping", "{key: value, …}");
            return Optional.empty();
        });
    }

    /** A list of mappings; one mapping alone counts as a list of one. */
    List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof MappingNode mapping) {
                maps.add(new YamlMap("an entry of \"" + key + "\"", mapping, mistakes));
            } else {
                mistake(item, "an entry of \"" + key + "\" is not a mapping", "{key: value, …}");
            }
        }
        return maps;
    }

    /** A list of words; one word alone counts as a list of one. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        items(key).forEach(item -> scalar(key, item).ifPresent(texts::add));
        return texts;
    }

    void mistake(String key, String what, String expected) {
        mistakes.add(mark(key), what, expected);
    }

    /** Reports keys that nobody asked for, with the nearest known one. */
    void close() {
        keys.forEach((key, place) -> {
            if (!known.contains(key)) {
                mistake(place, "the key \"" + key + "\" is not known in " + name, nearest(key));
            }
        });
    }

    private String nearest(String key) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .filter(candidate -> distance(key, candidate) <= Math.max(2, key.length() / 3))
                .map(candidate -> "\"" + candidate + "\"?")
                .orElse("one of " + String.join(", ", known));
    }

    private Optional<Node> take(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private List<Node> items(String key) {
        return take(key)
                .map(value -> value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value))
                .orElse(List.of());
    }

    private Optional<String> scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue().strip());
        }
        mistake(value, "\"" + key + "\" has no value that can be used", "a text");
        return Optional.empty();
    }

    private <T> Optional<T> wrong(String key, String found, String expected) {
        mistakes.add(mark(key), "\"" + key + "\" is \"" + found + "\"", expected);
        return Optional.empty();
    }

    private void mistake(Node place, String what, String expected) {
        mistakes.add(Optional.ofNullable(place.getStartMark()), what, expected);
    }

    /** Levenshtein's distance, by one row. */
    private static int distance(String one, String two) {
        int[] row = new int[two.length() + 1];
        for (int j = 0; j <= two.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= two.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[two.length()];
    }
}
