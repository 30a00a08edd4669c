package io.countersign.release;

import java.util.Optional;

/**
 * Where in git a release comes from.
 *
 * @param commit the full commit id, 40 hexadecimal digits
 * @param tag the tag's short name; empty for a preliminary release only
 * @param tagObject the id of the annotated tag object; empty for a lightweight tag
 * @param time the committer time, in seconds since 1970-01-01T00:00:00Z: the timestamp of every entry in the zip
 */
public record SourceRevision(String commit, Optional<String> tag, Optional<String> tagObject, long time) {}
