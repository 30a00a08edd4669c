package io.countersign.promotion;

import java.util.ArrayList;
import java.util.List;

/**
 * How a release goes out to the many targets of a stage: in waves, several targets at a time, until too many fail.
 *
 * @param sizes how many targets each wave takes; what they leave over is one more wave
 * @param parallel how many targets of a wave are deployed to at the same time, at least 1
 * @param stop how many failures end the rollout
 * @param pause what happens between two waves
 */
public record WavePolicy(List<Share> sizes, int parallel, Share stop, Pause pause) {
    /** Without a word in {@code stages.yml}: one after the other, until the first failure. */
    public static final WavePolicy DEFAULT =
            new WavePolicy(List.of(new Share(100, true)), 1, new Share(1, false), Pause.NONE);

    public WavePolicy {
        sizes = List.copyOf(sizes);
    }

    /** What happens between two waves. */
    public enum Pause {
        /** The next one begins. */
        NONE,
        /** The rollout ends, and goes on when it is begun again. */
        REPEAT,
        /** The next one begins once those who approve for the stage have signed that it may. */
        APPROVAL
    }

    /**
     * A number of targets.
     *
     * @param percent whether the amount is in percent of all targets, rounded up to whole ones
     */
    public record Share(int amount, boolean percent) {
        public int of(int all) {
            return percent ? Math.max(1, (all * amount + 99) / 100) : amount;
        }

        @Override
        public String toString() {
            return percent ? amount + " %" : String.valueOf(amount);
        }
    }

    /** The targets in waves, in their order. No wave is empty, and every target is in one. */
    public <T> List<List<T>> waves(List<T> targets) {
        List<List<T>> waves = new ArrayList<>();
        int begin = 0;
        for (Share size : sizes) {
            int end = Math.min(targets.size(), begin + size.of(targets.size()));
            if (end > begin) {
                waves.add(List.copyOf(targets.subList(begin, end)));
            }
            begin = end;
        }
        if (begin < targets.size()) {
            waves.add(List.copyOf(targets.subList(begin, targets.size())));
        }
        return waves;
    }
}
