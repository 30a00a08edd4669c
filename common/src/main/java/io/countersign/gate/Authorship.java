package io.countersign.gate;

import io.countersign.release.SourceRevision;
import io.countersign.release.git.GitObject;
import io.countersign.signature.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who made a release, by git's own record. Sealing keeps the raw commit and tag among the evidence, and the ids in the sealed
 * manifest are digests of exactly these bytes, so nobody can put others' names there.
 */
public final class Authorship {
    private static final Pattern LINE =
            Pattern.compile("(?m)^(?:author|committer|tagger) (.*) <(.*)> -?\\d+ [+-]\\d+$");

    private Authorship() {}

    /** The evidence file that holds the raw commit; releases sealed one after the other into one folder have each their own. */
    public static String file(SourceRevision source) {
        return "commit-" + source.commit();
    }

    /** A name and an address as git has them; either may be empty. */
    public record Author(String name, String address) {}

    /** Author, committer and tagger; empty where the evidence does not hold the very commit of the release. */
    public static Optional<List<Author>> of(Evidence evidence, SourceRevision source) {
        Set<Author> authors = new LinkedHashSet<>();
        boolean known = add(authors, evidence, file(source), "commit", Optional.of(source.commit()));
        if (source.tagObject().isPresent()) {
            known &= add(authors, evidence, TagInspection.FILE, "tag", source.tagObject());
        }
        return known ? Optional.of(List.copyOf(authors)) : Optional.empty();
    }

    /** What the tagger and the committer wrote, in this order, as far as the evidence holds the very objects of the release. */
    public static List<String> messages(Evidence evidence, SourceRevision source) {
        return Stream.of(
                        object(evidence, TagInspection.FILE, "tag", source.tagObject()),
                        object(evidence, file(source), "commit", Optional.of(source.commit())))
                .flatMap(Optional::stream)
                .map(text -> text.substring(Math.max(text.indexOf("\n\n"), 0)))
                .map(text -> text.replaceFirst("(?s)-----BEGIN (PGP|SSH) SIGNATURE-----.*", "")
                        .strip())
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    private static Optional<String> object(Evidence evidence, String file, String type, Optional<String> id) {
        return evidence.file(file)
                .map(found -> found.bytes())
                .filter(bytes -> Optional.of(GitObject.id(type, bytes)).equals(id))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean add(Set<Author> authors, Evidence evidence, String file, String type, Optional<String> id) {
        Optional<String> object = object(evidence, file, type, id);
        object.ifPresent(text -> {
            int end = text.indexOf("\n\n");
            Matcher lines = LINE.matcher(end < 0 ? text : text.substring(0, end));
            while (lines.find()) {
                authors.add(new Author(lines.group(1), lines.group(2)));
            }
        });
        return object.isPresent();
    }
}
