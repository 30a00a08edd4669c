package io.countersign.promotion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the application of a target is put in place: each release is unpacked to {@code releases/<version>-<digest>} below
 * the directory, and {@code current}, a symbolic link, is switched to it atomically.
 *
 * @param stop a command line run before the switch
 * @param start a command line run after it
 * @param timeout how long each command may take
 * @param keep how many earlier releases stay for the way back, at least 1
 */
public record ApplicationPlace(
        Path directory, Optional<String> stop, Optional<String> start, Duration timeout, int keep) {}
