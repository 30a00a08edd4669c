package io.countersign.signature;

import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import io.countersign.signature.openpgp.OpenPgp;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The keys of every role. */
public record Keyrings(Map<String, Keyring> roles) {
    private static final Keyring EMPTY = OpenPgp.keyring(List.of());

    public Keyrings {
        roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    }

    /** Reads every role's key files. */
    public static Keyrings of(PromotionPath path) {
        return new Keyrings(
                path.roles().stream().collect(Collectors.toMap(Role::name, role -> OpenPgp.keyring(role.keyFiles()))));
    }

    /** The keys of a role; none for a role that does not exist. */
    public Keyring role(String name) {
        return roles.getOrDefault(name, EMPTY);
    }
}
