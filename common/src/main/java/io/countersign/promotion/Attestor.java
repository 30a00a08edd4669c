package io.countersign.promotion;

import java.nio.file.Path;
import java.util.List;

/**
 * A system, such as a Jenkins, that knows people by accounts and signs what they agreed to. Its keys count for nothing but
 * that.
 *
 * @param keyFiles OpenPGP public keys, armoured or binary, absolute paths
 */
public record Attestor(String name, List<Path> keyFiles) {
    public Attestor {
        keyFiles = List.copyOf(keyFiles);
    }
}
