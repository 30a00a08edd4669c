package io.countersign.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Several ways of doing one job, run by turns, so that whatever else the machine does falls on all of them.
 *
 * @param measured what is compared: the job alone or the whole process
 */
record Race(String title, String job, Measured measured, List<Contestant> contestants) {
    private static final List<String> SETTLING = List.of("sync");

    enum Measured {
        INSIDE,
        WHOLE;

        private Duration of(Sample sample) {
            return this == INSIDE ? sample.inside() : sample.whole();
        }
    }

    /** Medians of the samples, by contestant, in the order of the start. */
    record Result(Race race, int rounds, Map<String, Sample> medians) {

        Duration time(String contestant) {
            return race.measured.of(sample(contestant));
        }

        double ratio(String contestant, String peer) {
            return (double) time(contestant).toNanos() / time(peer).toNanos();
        }

        Sample sample(String contestant) {
            Sample sample = medians.get(contestant);
            if (sample == null) {
                throw new IllegalArgumentException("nobody is called " + contestant);
            }
            return sample;
        }
    }

    /** Times every contestant so many times, by turns. */
    Result run(int rounds, Path folder) {
        Map<String, ArrayList<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : contestants) {
                Contestant.Start start = contestant.start().apply(round);
                // what the one before left to the disk is not written in this one's time
                TimedProcess.run(SETTLING, Map.of(), folder);
                Sample sample = TimedProcess.run(start, folder);
                samples.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                        .add(sample);
                System.out.printf(
                        "%s · round %d · %s: %d ms inside, %d ms whole, %d MiB%n",
                        title,
                        round + 1,
                        contestant.name(),
                        sample.inside().toMillis(),
                        sample.whole().toMillis(),
                        sample.memory() / 1024);
            }
        }
        Map<String, Sample> medians = new LinkedHashMap<>();
        samples.forEach((name, all) -> medians.put(name, median(all)));
        return new Result(this, rounds, medians);
    }

    private static Sample median(List<Sample> samples) {
        return new Sample(
                Duration.ofNanos(median(samples, sample -> sample.inside().toNanos())),
                Duration.ofNanos(median(samples, sample -> sample.whole().toNanos())),
                median(samples, Sample::memory));
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
        return samples.stream()
                .map(value::applyAsLong)
                .sorted(Comparator.naturalOrder())
                .skip((samples.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
