package io.countersign.benchmark;

import java.time.Duration;

/**
 * What one run took.
 *
 * @param inside the job alone, timed within its process, in a JVM that has not done it before; the whole process for a peer
 *     that is a program
 * @param whole from the start of the process to its end
 * @param memory the most memory the process ever held, in KiB (Linux's VmHWM); 0 where it did not say
 */
record Sample(Duration inside, Duration whole, long memory) {}
