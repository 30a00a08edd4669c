package io.countersign.promotion;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names as a person wrote them, held against things as a database spells them. A name means what is spelt like it; only where
 * nothing is, case does not matter, as long as one name and one thing alone are alike. What was meant for one thing must never
 * be taken for another.
 *
 * @param <T> tables or columns
 */
public final class WrittenNames<T> {
    private final Function<T, List<String>> spellings;
    private final Map<String, Set<T>> exact = new LinkedHashMap<>();
    private final Map<String, Set<T>> alike = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<T, Set<String>> exactNames = new LinkedHashMap<>();
    private final Map<T, Set<String>> alikeNames = new LinkedHashMap<>();

    /** @param spellings how a thing may be called, by its full name first */
    public WrittenNames(Collection<String> names, Collection<T> things, Function<T, List<String>> spellings) {
        this.spellings = spellings;
        for (T thing : things) {
            for (String spelling : spellings.apply(thing)) {
                exact.computeIfAbsent(spelling, any -> new LinkedHashSet<>()).add(thing);
                alike.computeIfAbsent(spelling, any -> new LinkedHashSet<>()).add(thing);
            }
        }
        for (String name : names) {
            of(exact, name)
                    .forEach(thing -> exactNames
                            .computeIfAbsent(thing, any -> new LinkedHashSet<>())
                            .add(name));
            of(alike, name)
                    .forEach(thing -> alikeNames
                            .computeIfAbsent(thing, any -> new LinkedHashSet<>())
                            .add(name));
        }
    }

    private static <K, V> Set<V> of(Map<K, Set<V>> map, K key) {
        return map.getOrDefault(key, Set.of());
    }

    /** What one of the names means; empty for nothing, or for nothing that is certain. */
    public Optional<T> meaning(String name) {
        boolean spelt = !of(exact, name).isEmpty();
        Set<T> things = spelt ? of(exact, name) : of(alike, name);
        return things.stream()
                .filter(thing -> things.size() == 1
                        && of(spelt ? exactNames : alikeNames, thing).size() == 1)
                .findFirst();
    }

    /** The name that means a thing. */
    public Optional<String> nameOf(T thing) {
        return of(alikeNames, thing).stream()
                .filter(name -> meaning(name).filter(thing::equals).isPresent())
                .findFirst();
    }

    /** Why a name that has no meaning has none, as the end of a sentence; empty where nothing is called so. */
    public Optional<String> doubt(String name) {
        Set<T> things = of(alike, name);
        String titles =
                things.stream().map(thing -> spellings.apply(thing).get(0)).collect(Collectors.joining(" or "));
        String others = things.stream()
                .flatMap(thing -> of(alikeNames, thing).stream())
                .filter(other -> !other.equals(name))
                .distinct()
                .collect(Collectors.joining(" and "));
        return things.isEmpty()
                ? Optional.empty()
                : Optional.of(things.size() > 1 ? "could mean " + titles : "could mean the same as " + others);
    }
}
