package io.countersign.benchmark;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One way of doing the job of a race.
 *
 * @param start prepares a run, untimed, and tells what to start; its argument counts the rounds from 0
 */
record Contestant(String name, IntFunction<Start> start) {

    /**
     * The processes of a run, one after the other, timed together.
     *
     * @param variables for their environment: credentials never stand in a command line
     */
    record Start(List<List<String>> commands, Map<String, String> variables) {

        static Start of(List<String> command, Map<String, String> variables) {
            return new Start(List.of(command), variables);
        }
    }
}
