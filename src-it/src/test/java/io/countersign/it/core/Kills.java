package io.countersign.it.core;

import io.countersign.it.core.WorkingProcess.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Kills a command by SIGKILL at one moment of its progress after the other. There are several victims alike, each with
 * databases and a folder of its own, and one process works for all of them, each of which has come to another moment when it is
 * killed: starting a JVM costs more than the command.
 *
 * @param <T> what is worked for
 */
final class Kills<T> {
    private static final int VICTIMS = 4;

    private final List<T> victims;
    private final BiFunction<T, Object, Work> work;

    private Kills(List<T> victims, BiFunction<T, Object, Work> work) {
        this.victims = victims;
        this.work = work;
    }

    /**
     * @param maker of a victim, given a folder for it
     * @param work what is done for a victim, and the moment at which it stops
     */
    static <T> Kills<T> of(Path folder, Function<Path, T> maker, BiFunction<T, Object, Work> work) {
        return new Kills<>(
                IntStream.range(0, VICTIMS)
                        .mapToObj(i -> maker.apply(created(folder.resolve("victim-" + i))))
                        .toList(),
                work);
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is expected of a victim that was killed, and done so that it can be killed again. */
    @FunctionalInterface
    interface Aftermath<T> {

        /**
         * @param number of the moment, from 1
         * @param moment what was going on
         */
        void check(T victim, int number, String moment);
    }

    /**
     * Kills at the first moment, the second and so on, until one comes to its end.
     *
     * @param unharmed what is expected of who came to its end
     * @return where it was killed
     */
    List<String> atEveryMoment(Aftermath<T> aftermath, Consumer<T> unharmed) {
        List<String> moments = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            int before = moments.size();
            List<Optional<String>> reached = kill(IntStream.rangeClosed(before + 1, before + victims.size())
                    .boxed()
                    .toList());
            for (int i = 0; i < victims.size(); i++) {
                T victim = victims.get(i);
                Optional<String> moment = reached.get(i);
                if (moment.isPresent()) {
                    moments.add(moment.get());
                    aftermath.check(victim, before + i + 1, moment.get());
                } else {
                    ended = true;
                    unharmed.accept(victim);
                }
            }
        }
        return moments;
    }

    /** Kills at the first message that begins so, for each beginning. */
    void atEach(List<String> beginnings, Aftermath<T> aftermath) {
        for (int before = 0; before < beginnings.size(); before += victims.size()) {
            List<String> some = beginnings.subList(before, Math.min(before + victims.size(), beginnings.size()));
            List<Optional<String>> reached = kill(some);
            for (int i = 0; i < some.size(); i++) {
                if (reached.get(i).isEmpty()) {
                    throw new AssertionError("it never came to " + some.get(i));
                }
                aftermath.check(victims.get(i), before + i + 1, some.get(i));
            }
        }
    }

    private List<Optional<String>> kill(List<?> moments) {
        List<Work> works = IntStream.range(0, moments.size())
                .mapToObj(i -> work.apply(victims.get(i), moments.get(i)))
                .toList();
        return WorkingProcess.killedAt(works);
    }
}
