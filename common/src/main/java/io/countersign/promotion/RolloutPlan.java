package io.countersign.promotion;

import io.countersign.json.Json;
import io.countersign.release.Digest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The waves in which a release goes out to a stage. They follow from the stage's list of targets and its wave sizes alone: whoever
 * asks, and however often a rollout is begun again, they are the same until one of these changes.
 *
 * @param waves the names of the targets of each wave
 */
public record RolloutPlan(String stage, List<List<String>> waves) {
    public RolloutPlan {
        waves = waves.stream().map(List::copyOf).toList();
    }

    /** @param stage with all its targets */
    public static RolloutPlan of(Stage stage) {
        return new RolloutPlan(
                stage.name(),
                stage.waves().waves(stage.targets().stream().map(Target::name).toList()));
    }

    /** What tells this rollout from one with other waves. */
    public Digest digest() {
        return Digest.of(Json.compact(this));
    }

    /** @param number from 1 */
    public List<String> wave(int number) {
        return waves.get(number - 1);
    }

    /** The targets of all waves before one. */
    public List<String> before(int number) {
        return waves.subList(0, number - 1).stream().flatMap(List::stream).toList();
    }

    /** The number of the wave, from 1, that one of the targets is in. */
    public int waveOf(String target) {
        return IntStream.rangeClosed(1, waves.size())
                .filter(number -> wave(number).contains(target))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(target + " is in no wave of " + stage));
    }
}
