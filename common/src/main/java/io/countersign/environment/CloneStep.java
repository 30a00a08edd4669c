package io.countersign.environment;

import java.io.Serializable;

/** One step of a clone and how long it took. */
public record CloneStep(String what, long millis) implements Serializable {}
