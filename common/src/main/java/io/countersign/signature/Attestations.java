package io.countersign.signature;

import io.countersign.promotion.Account;
import io.countersign.promotion.Attestor;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import io.countersign.signature.openpgp.OpenPgp;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose word about accounts counts, what those accounts may do, and whose they are.
 *
 * @param attestors name → keys
 * @param grants role → the users and groups that may act in it
 * @param identities account → the fingerprint of its owner's key, or the first account of an owner without one
 */
public record Attestations(
        Map<String, Keyring> attestors, Map<String, List<Account>> grants, Map<Account, String> identities) {
    public static final Attestations NONE = new Attestations(Map.of(), Map.of(), Map.of());

    public Attestations {
        attestors = Collections.unmodifiableMap(new TreeMap<>(attestors));
        grants = Collections.unmodifiableMap(new TreeMap<>(grants));
        identities = Map.copyOf(identities);
    }

    static Attestations of(PromotionPath path) {
        return new Attestations(
                path.attestors().stream()
                        .collect(Collectors.toMap(Attestor::name, each -> OpenPgp.keyring(each.keyFiles()))),
                path.roles().stream()
                        .filter(role -> !role.accounts().isEmpty())
                        .collect(Collectors.toMap(Role::name, Role::accounts)),
                path.identities());
    }

    /** The name under which a key attests; empty for a key that does not. */
    public Optional<String> attestor(String fingerprint) {
        return attestors.entrySet().stream()
                .filter(each -> each.getValue().person(fingerprint).isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The roles that an account may act in, by itself or by one of its groups. */
    public List<String> roles(Account user, Collection<String> groups) {
        return grants.keySet().stream()
                .filter(role -> isGranted(role, user, groups))
                .toList();
    }

    /** The roles that somebody may come to act in by an account: of whom a group consists is not known here. */
    Set<String> rolesOf(String person) {
        Set<String> roles = new TreeSet<>();
        grants.forEach((role, accounts) -> {
            boolean possible = accounts.stream()
                    .anyMatch(account -> account.group() ? identities.containsValue(person) : isOf(person, account));
            if (possible) {
                roles.add(role);
            }
        });
        return roles;
    }

    private boolean isOf(String person, Account account) {
        return person(account).fingerprint().equals(person);
    }

    boolean isGranted(String role, Account user, Collection<String> groups) {
        return grants.getOrDefault(role, List.of()).stream()
                .filter(granted -> granted.attestor().equals(user.attestor()))
                .anyMatch(granted -> granted.group()
                        ? groups.contains(granted.name())
                        : granted.name().equals(user.name()));
    }

    /** Who the owner of an account is counted as. */
    public PersonKey person(Account user) {
        return new PersonKey(identities.getOrDefault(user, user.text()), user.text());
    }
}
