package io.countersign.database;

/**
 * What a table holds, in short: two tables of one definition with the same rows have the same one.
 *
 * @param table qualified where the product has schemas
 * @param digest by the product's own function, of all rows in any order; says nothing to another product
 */
public record TableContent(String table, long rows, String digest) {}
