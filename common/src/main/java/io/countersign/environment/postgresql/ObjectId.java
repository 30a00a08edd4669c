package io.countersign.environment.postgresql;

/** What PostgreSQL's catalogues call an object: the catalogue it is in, and its number there. */
record ObjectId(long catalogue, long number) {}
