package io.countersign.promotion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a JSON document: {@code $.contacts[*].mail}, {@code $['first name']}, {@code $.list[0]}. */
public record FieldPath(String text, List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("\\.(?<name>[^.\\[\\]'\"*\\s]+)|\\['(?<quoted>[^']+)'\\]|\\[(?<index>\\d{1,9}|\\*)\\]");

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** One step down: into a field, into one element, or into every element. */
    public record Step(Optional<String> field, Optional<Integer> index) {
        static Step into(String field) {
            return new Step(Optional.of(field), Optional.empty());
        }

        static Step at(String index) {
            return new Step(
                    Optional.empty(), index.equals("*") ? Optional.empty() : Optional.of(Integer.valueOf(index)));
        }

        public boolean isField(String name) {
            return field.equals(Optional.of(name));
        }

        public boolean isElement(int position) {
            return field.isEmpty() && index.map(wanted -> wanted == position).orElse(true);
        }
    }

    /** @throws IllegalArgumentException saying what a path looks like */
    public static FieldPath parse(String text) {
        Matcher matcher = STEP.matcher(text);
        List<Step> steps = new ArrayList<>();
        int end = 1;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            Optional<String> name =
                    Optional.ofNullable(matcher.group("name")).or(() -> Optional.ofNullable(matcher.group("quoted")));
            steps.add(name.map(Step::into).orElseGet(() -> Step.at(matcher.group("index"))));
            end = matcher.end();
        }
        if (!text.startsWith("$") || end != text.length()) {
            throw new IllegalArgumentException("a path such as $.contacts[*].mail or $['first name']");
        }
        return new FieldPath(text, steps);
    }
}
