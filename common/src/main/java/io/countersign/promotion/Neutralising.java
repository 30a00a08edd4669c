package io.countersign.promotion;

/**
 * A statement that makes a copy harmless before anybody uses it: mail hosts, web hooks, job tables, payment endpoints.
 *
 * @param description what it is for, a few words
 * @param sql one statement
 */
public record Neutralising(String description, String sql) {}
