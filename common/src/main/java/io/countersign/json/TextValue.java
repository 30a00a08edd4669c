package io.countersign.json;

/** A record of one text, which stands in JSON as that text: a digest is {@code "3a7b…"} and not an object. */
public interface TextValue {}
