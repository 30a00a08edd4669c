/**
 * Measurements beside the peers, run on demand by {@code mvn -Pbenchmark}. {@link io.countersign.benchmark.Benchmark} holds
 * the races; {@link io.countersign.benchmark.Worker} is what runs in the processes that are timed.
 */
@NullMarked
package io.countersign.benchmark;

import org.jspecify.annotations.NullMarked;
