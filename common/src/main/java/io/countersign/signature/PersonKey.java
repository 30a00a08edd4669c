package io.countersign.signature;

import java.io.Serializable;

/**
 * A person as the product counts them: the primary key.
 *
 * @param fingerprint of the primary key: 40 (v4) or 64 (v6) upper-case hexadecimal digits
 * @param userId the primary user id, for people to read; decides nothing
 */
public record PersonKey(String fingerprint, String userId) implements Serializable {}
