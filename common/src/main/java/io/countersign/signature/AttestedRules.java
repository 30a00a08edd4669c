package io.countersign.signature;

import io.countersign.promotion.Account;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a stage's policy says of accounts. All owners of accounts are part of it, because that is what makes a developer's
 * account and a developer's key one developer.
 *
 * @param roles role → the accounts that it is granted to
 * @param attestors name → the fingerprints of its keys
 * @param owners the fingerprint of a key, or an owner's first account → all accounts of that owner
 */
record AttestedRules(
        SortedMap<String, List<String>> roles,
        SortedMap<String, List<String>> attestors,
        SortedMap<String, List<String>> owners) {

    /** @param mentioned the roles that the stage speaks of; empty where none of them is granted to an account */
    static Optional<AttestedRules> of(Keyrings keyrings, Set<String> mentioned) {
        Attestations attestations = keyrings.attestations();
        SortedMap<String, List<String>> roles = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        for (String role : mentioned) {
            List<Account> granted = attestations.grants().getOrDefault(role, List.of());
            if (!granted.isEmpty()) {
                roles.put(role, texts(granted));
                granted.forEach(account -> names.add(account.attestor()));
            }
        }
        if (roles.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, List<String>> attestors = new TreeMap<>();
        names.forEach(name -> attestors.put(
                name,
                keyrings.attestor(name).persons().stream()
                        .map(PersonKey::fingerprint)
                        .toList()));
        return Optional.of(new AttestedRules(roles, attestors, owners(attestations.identities())));
    }

    private static SortedMap<String, List<String>> owners(Map<Account, String> identities) {
        SortedMap<String, List<Account>> owned = new TreeMap<>();
        identities.forEach((account, owner) ->
                owned.computeIfAbsent(owner, any -> new ArrayList<>()).add(account));
        SortedMap<String, List<String>> owners = new TreeMap<>();
        owned.forEach((owner, accounts) -> owners.put(owner, texts(accounts)));
        return owners;
    }

    private static List<String> texts(Collection<Account> accounts) {
        return accounts.stream().map(Account::text).distinct().sorted().toList();
    }

    /** For people, one fact a role, attestor and owner. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        roles.forEach((role, accounts) -> facts.put("accounts of " + role, String.join(" and ", accounts)));
        attestors.forEach((name, keys) -> facts.put("attestors." + name, String.join(" and ", keys)));
        owners.forEach((owner, accounts) -> facts.put("accounts of " + owner, String.join(" and ", accounts)));
        return facts;
    }
}
