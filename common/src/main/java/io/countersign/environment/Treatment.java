package io.countersign.environment;

import io.countersign.environment.masking.Masking;
import io.countersign.promotion.RowLimit;
import java.util.Map;
import java.util.Optional;

/**
 * What a copy does with the rows that it takes.
 *
 * @param masking empty for a stage that may see what the source has
 * @param limits which rows of which tables are taken; tables that are not named are taken whole, but for what refers to rows
 *     that are not taken
 */
public record Treatment(Optional<Masking> masking, Map<String, RowLimit> limits) {}
