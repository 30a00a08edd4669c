package io.countersign.database;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something that hands out numbers, each once: a sequence, an identity column, an {@code AUTO_INCREMENT}.
 *
 * @param name qualified and quoted where the product has schemas
 * @param position how far it is: the last number that was handed out, or the next one, as the product counts
 * @param ascending whether the numbers grow
 */
public record NumberSource(String name, long position, boolean ascending) {

    /** @param sources of one database, in which each has a name of its own */
    public static Map<String, NumberSource> byName(List<NumberSource> sources) {
        return sources.stream().collect(Collectors.toMap(NumberSource::name, Function.identity()));
    }

    /** Whether this one has handed out numbers that the other one has not. */
    public boolean isBeyond(NumberSource other) {
        return ascending ? position > other.position() : position < other.position();
    }
}
