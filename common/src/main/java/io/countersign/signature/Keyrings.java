package io.countersign.signature;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import io.countersign.signature.openpgp.OpenPgp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keys of every role, and the attestors' apart from them: a key that speaks for accounts must never count as a person.
 */
public record Keyrings(Map<String, Keyring> roles, Attestations attestations) {
    private static final Keyring EMPTY = OpenPgp.keyring(List.of());

    /** @throws CountersignException CONFIGURATION_INVALID where a key is a role's and an attestor's */
    public Keyrings {
        roles = Collections.unmodifiableMap(new TreeMap<>(roles));
        roles.forEach((role, keyring) -> keyring.persons()
                .forEach(person -> attestations.attestor(person.fingerprint()).ifPresent(attestor -> {
                    throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                            .found(
                                    "The key %s is one of the role %s and of the attestor %s.",
                                    person.fingerprint(), role, attestor)
                            .expected("an attestor's key to speak for accounts alone.")
                            .remedy("Take it out of the key files of the role.")
                            .build();
                })));
    }

    /** Without attestors. */
    public Keyrings(Map<String, Keyring> roles) {
        this(roles, Attestations.NONE);
    }

    /** Reads the key files of every role and attestor. */
    public static Keyrings of(PromotionPath path) {
        return new Keyrings(
                path.roles().stream().collect(Collectors.toMap(Role::name, role -> OpenPgp.keyring(role.keyFiles()))),
                Attestations.of(path));
    }

    /** The keys of a role; none for a role that does not exist. */
    public Keyring role(String name) {
        return roles.getOrDefault(name, EMPTY);
    }

    /** Why nothing that a person signs now counts, such as a revocation; empty where it does, and for strangers. */
    public Optional<String> objection(PersonKey person, Instant now) {
        return roles.values().stream()
                .flatMap(keyring -> keyring.objection(person, now).stream())
                .findFirst();
    }

    /** The keys of an attestor; none for one that does not exist. */
    Keyring attestor(String name) {
        return attestations.attestors().getOrDefault(name, EMPTY);
    }
}
