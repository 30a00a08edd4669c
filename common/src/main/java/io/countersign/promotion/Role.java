package io.countersign.promotion;

import java.nio.file.Path;
import java.util.List;

/**
 * Whose keys count for what.
 *
 * @param keyFiles OpenPGP public keys, armoured or binary, absolute paths
 * @param accounts whose attested approvals count too
 */
public record Role(String name, List<Path> keyFiles, List<Account> accounts) {
    public Role {
        keyFiles = List.copyOf(keyFiles);
        accounts = List.copyOf(accounts);
    }
}
