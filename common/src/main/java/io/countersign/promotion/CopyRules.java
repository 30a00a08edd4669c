package io.countersign.promotion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How copies that are made for a stage differ from their source.
 *
 * @param masking empty where the stage may see what the source has
 * @param neutralise what is run on a copy before the stage is opened, in this order
 * @param limits which rows of which tables copies begin with; tables that are not named are copied whole
 */
public record CopyRules(Optional<MaskingRules> masking, List<Neutralising> neutralise, Map<String, RowLimit> limits) {
    /** All rows as they are. */
    public static final CopyRules WHOLE = new CopyRules(Optional.empty(), List.of(), Map.of());

    public CopyRules {
        neutralise = List.copyOf(neutralise);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }
}
