package io.countersign.signature;

/**
 * A person as the product counts them: the primary key, or the account of somebody of whom no key is known.
 *
 * @param fingerprint of the primary key: 40 (v4) or 64 (v6) upper-case hexadecimal digits; or {@code ATTESTOR/USER}, which
 *     no fingerprint can be
 * @param userId the primary user id, for people to read; decides nothing
 */
public record PersonKey(String fingerprint, String userId) {}
