package io.countersign.environment;

import io.countersign.environment.masking.Masking;
import java.util.Optional;

/**
 * What a copy does with the rows that it takes.
 *
 * @param masking empty for a stage that may see what the source has
 */
public record Treatment(Optional<Masking> masking) {}
