package io.countersign.promotion.yaml;

import io.countersign.promotion.Account;
import io.countersign.promotion.Attestor;
import io.countersign.promotion.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads who takes part: {@code attestors}, {@code people} and {@code roles}. */
final class PartiesReader {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");

    private final Path folder;
    private final List<Attestor> attestors = new ArrayList<>();
    private final Map<String, String> people = new LinkedHashMap<>();
    private final Map<Account, String> identities = new LinkedHashMap<>();
    private final List<Role> roles = new ArrayList<>();

    PartiesReader(YamlMap root, Path folder) {
        this.folder = folder;
        root.map("attestors").ifPresent(this::readAttestors);
        root.map("people").ifPresent(this::readPeople);
        root.map("roles").ifPresent(this::readRoles);
        for (Role role : roles) {
            if (people.containsKey(role.name())) {
                root.mistake("people", "\"" + role.name() + "\" is a role and a person", "different names");
            }
        }
    }

    List<Attestor> attestors() {
        return attestors;
    }

    Map<String, String> people() {
        return people;
    }

    Map<Account, String> identities() {
        return identities;
    }

    List<Role> roles() {
        return roles;
    }

    private void readAttestors(YamlMap map) {
        for (String name : map.names()) {
            PromotionPathReader.nameOf("attestor", name, map);
            map.map(name).ifPresent(attestor -> {
                List<Path> files = attestor.paths("keys", folder);
                if (files.isEmpty()) {
                    attestor.mistake("keys", "the attestor " + name + " has no keys", "a file of public keys");
                }
                attestors.add(new Attestor(name, files));
                attestor.close();
            });
        }
    }

    /** {@code tom: FINGERPRINT}, or {@code tom: {key: FINGERPRINT, accounts: […]}} with at least one of the two. */
    private void readPeople(YamlMap map) {
        for (String name : map.names()) {
            PromotionPathReader.nameOf("person", name, map);
            if (map.isMapping(name)) {
                map.map(name).ifPresent(person -> readPerson(name, person));
            } else {
                add(name, fingerprint(name, map), map, name);
            }
        }
    }

    private void readPerson(String name, YamlMap person) {
        List<Account> accounts = accounts(person);
        if (person.has("key")) {
            add(name, fingerprint("key", person), person, "key");
        } else if (accounts.isEmpty()) {
            person.mistake("key", "\"" + name + "\" has neither a key nor accounts", "one of them");
        } else {
            add(name, accounts.get(0).text(), person, "accounts");
        }
        for (Account account : accounts) {
            if (account.group()) {
                person.mistake("accounts", "\"" + account.text() + "\" is a group", "accounts of one person");
            } else if (identities.putIfAbsent(account, people.getOrDefault(name, "")) != null) {
                person.mistake("accounts", "\"" + account.text() + "\" has an owner already", "one owner");
            }
        }
        person.close();
    }

    private void add(String name, String identity, YamlMap map, String key) {
        if (people.containsValue(identity)) {
            map.mistake(key, "the key of \"" + name + "\" has another name already", "one name for a key");
        }
        people.put(name, identity);
    }

    private static String fingerprint(String key, YamlMap map) {
        String fingerprint = map.requiredText(key).replace(" ", "").toUpperCase(Locale.ROOT);
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            map.mistake(key, "\"" + fingerprint + "\" is no fingerprint", "the full 40 (or 64) hexadecimal digits");
        }
        return fingerprint;
    }

    private void readRoles(YamlMap map) {
        for (String name : map.names()) {
            PromotionPathReader.nameOf("role", name, map);
            map.map(name).ifPresent(role -> {
                List<Path> files = role.paths("keys", folder);
                List<Account> accounts = accounts(role);
                if (files.isEmpty() && accounts.isEmpty()) {
                    role.mistake("keys", "the role " + name + " has no keys", "a file of public keys");
                }
                roles.add(new Role(name, files, accounts));
                role.close();
            });
        }
    }

    private List<Account> accounts(YamlMap map) {
        List<Account> accounts = new ArrayList<>();
        for (String text : map.texts("accounts")) {
            try {
                Account account = Account.parse(text);
                if (attestors.stream().noneMatch(attestor -> attestor.name().equals(account.attestor()))) {
                    map.mistake(
                            "accounts",
                            "there is no attestor \"" + account.attestor() + "\" for \"" + text + "\"",
                            "one of attestors");
                }
                accounts.add(account);
            } catch (IllegalArgumentException e) {
                map.mistake("accounts", "\"" + text + "\" is no account", String.valueOf(e.getMessage()));
            }
        }
        return accounts;
    }
}
