package io.countersign.release.git;

import java.util.Optional;

/**
 * A tag.
 *
 * @param name without {@code refs/tags/}
 * @param commit the id of the commit it leads to, 40 hexadecimal digits
 * @param object the id of the annotated tag object; empty for a lightweight tag
 */
public record GitTag(String name, String commit, Optional<String> object) {}
