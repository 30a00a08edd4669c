package io.countersign.promotion;

import java.nio.file.Path;
import java.util.List;

/**
 * Whose keys count for what.
 *
 * @param keyFiles OpenPGP public keys, armoured or binary, absolute paths
 */
public record Role(String name, List<Path> keyFiles) {
    public Role {
        keyFiles = List.copyOf(keyFiles);
    }
}
