package io.countersign.environment;

/** One step of a clone and how long it took. */
public record CloneStep(String what, long millis) {}
