package io.countersign.signature;

import io.countersign.promotion.ApprovalRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides whether people fill every place that a rule asks for. A rule is a choice of lists of places (its alternatives);
 * each place is filled by one person and each person fills one place, which is a matching in a bipartite graph (found by
 * augmenting paths). So nobody counts twice, and whoever could fill several places takes the one that helps.
 */
public final class ApprovalRules {
    /** Rules are written by people; one with more alternatives than this is a mistake. */
    private static final int MOST_ALTERNATIVES = 10_000;

    private ApprovalRules() {}

    /**
     * @param approvals of which only those that count are looked at
     * @param people name → fingerprint, for the persons that the rule names
     */
    public static RuleResult evaluate(
            ApprovalRule rule, List<? extends Judged<?>> approvals, Map<String, String> people) {
        Map<String, Judged<?>> byPerson = new TreeMap<>();
        approvals.stream()
                .filter(Judged::counts)
                .forEach(judged -> byPerson.putIfAbsent(judged.person().fingerprint(), judged));
        List<Judged<?>> candidates = List.copyOf(byPerson.values());
        return alternatives(rule).stream()
                .map(places -> match(places, candidates, people))
                .min(Comparator.comparing((Match match) -> match.open().size()))
                .map(Match::result)
                .orElseGet(() -> new RuleResult(false, List.of(), rule.text()));
    }

    /** A place for one person. */
    private sealed interface Place {
        record OfRole(String role) implements Place {}

        record OfPerson(String name) implements Place {}
    }

    private static List<List<Place>> alternatives(ApprovalRule rule) {
        if (rule instanceof ApprovalRule.AtLeast some) {
            List<Place> places = new ArrayList<>();
            for (int number = 0; number < some.count(); number++) {
                places.add(new Place.OfRole(some.role()));
            }
            return List.of(places);
        }
        if (rule instanceof ApprovalRule.Person person) {
            return List.of(List.of(new Place.OfPerson(person.name())));
        }
        if (rule instanceof ApprovalRule.Any any) {
            return any.parts().stream()
                    .flatMap(part -> alternatives(part).stream())
                    .toList();
        }
        if (rule instanceof ApprovalRule.All all) {
            List<List<Place>> combined = List.of(List.of());
            for (ApprovalRule part : all.parts()) {
                combined = combine(combined, alternatives(part));
            }
            return combined;
        }
        return List.of(List.of());
    }

    private static List<List<Place>> combine(List<List<Place>> before, List<List<Place>> next) {
        List<List<Place>> combined = new ArrayList<>();
        for (List<Place> one : before) {
            for (List<Place> two : next) {
                List<Place> places = new ArrayList<>(one);
                places.addAll(two);
                combined.add(places);
                if (combined.size() > MOST_ALTERNATIVES) {
                    throw new IllegalArgumentException("a rule with too many alternatives");
                }
            }
        }
        return combined;
    }

    private record Match(List<Judged<?>> counted, List<Place> open) {
        RuleResult result() {
            return new RuleResult(open.isEmpty(), counted, missing());
        }

        private String missing() {
            Map<String, Integer> roles = new TreeMap<>();
            List<String> words = new ArrayList<>();
            for (Place place : open) {
                if (place instanceof Place.OfRole role) {
                    roles.merge(role.role(), 1, Integer::sum);
                } else if (place instanceof Place.OfPerson person) {
                    words.add(person.name());
                }
            }
            List<String> texts = new ArrayList<>();
            roles.forEach((role, count) -> texts.add(count + " " + role));
            texts.addAll(words);
            return String.join(", ", texts);
        }
    }

    private static Match match(List<Place> places, List<Judged<?>> candidates, Map<String, String> people) {
        int[] placeOf = new int[candidates.size()];
        Arrays.fill(placeOf, -1);
        List<Place> open = new ArrayList<>();
        for (int place = 0; place < places.size(); place++) {
            if (!fill(place, places, candidates, people, placeOf, new boolean[candidates.size()])) {
                open.add(places.get(place));
            }
        }
        List<Judged<?>> counted = new ArrayList<>();
        for (int candidate = 0; candidate < placeOf.length; candidate++) {
            if (placeOf[candidate] >= 0) {
                counted.add(candidates.get(candidate));
            }
        }
        return new Match(counted, open);
    }

    private static boolean fill(
            int place,
            List<Place> places,
            List<Judged<?>> candidates,
            Map<String, String> people,
            int[] placeOf,
            boolean[] tried) {
        for (int candidate = 0; candidate < placeOf.length; candidate++) {
            if (!tried[candidate] && fits(places.get(place), candidates.get(candidate), people)) {
                tried[candidate] = true;
                boolean free =
                        placeOf[candidate] < 0 || fill(placeOf[candidate], places, candidates, people, placeOf, tried);
                if (free) {
                    placeOf[candidate] = place;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(Place place, Judged<?> judged, Map<String, String> people) {
        if (place instanceof Place.OfRole role) {
            return judged.role().equals(role.role());
        }
        Place.OfPerson person = (Place.OfPerson) place;
        return judged.person().fingerprint().equals(people.get(person.name()));
    }
}
