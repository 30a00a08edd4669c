package io.countersign.promotion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage that must not see real values is given instead.
 *
 * @param key where the secret comes from under which values are masked; empty where no rule needs one
 * @param tables table → column → rule, as the file spells the names: {@code customer} or {@code shop.customer}
 */
public record MaskingRules(Optional<Key> key, Map<String, Map<String, MaskRule>> tables) {
    public MaskingRules {
        Map<String, Map<String, MaskRule>> copy = new LinkedHashMap<>();
        tables.forEach((table, columns) -> copy.put(table, Collections.unmodifiableMap(new LinkedHashMap<>(columns))));
        tables = Collections.unmodifiableMap(copy);
    }

    /** Where a secret comes from. Never the secret itself. */
    public sealed interface Key {

        /** The password of a {@code <server>} of Maven's settings, or of a credentials id of Jenkins. */
        record Reference(String id) implements Key {}

        /** An environment variable's name. */
        record Environment(String variable) implements Key {}
    }
}
