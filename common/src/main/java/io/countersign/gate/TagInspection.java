package io.countersign.gate;

import io.countersign.gate.GateFacts.TagFinding;
import io.countersign.promotion.Stage;
import io.countersign.release.SourceRevision;
import io.countersign.release.git.GitObject;
import io.countersign.signature.EvidenceFile;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SignatureFinding;
import io.countersign.signature.SignedRelease;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the git tag of a release without its repository: sealing keeps the raw tag object among the evidence, and git's
 * object id, which the sealed manifest names, is a digest of exactly these bytes.
 */
public record TagInspection(SignedRelease release, Stage stage, Keyrings keyrings, Instant now) {
    /** The evidence file that holds the raw tag object. */
    public static final String FILE = "tag";

    private static final byte[] SIGNATURE = "-----BEGIN PGP SIGNATURE-----".getBytes(StandardCharsets.US_ASCII);

    /** Empty where the stage asks for no signed tag or the evidence holds none. */
    Optional<TagFinding> finding() {
        return stage.entry()
                .signedTag()
                .flatMap(role -> release.evidence().file(FILE).map(file -> judge(file, role)));
    }

    private TagFinding judge(EvidenceFile file, String role) {
        SourceRevision source = release.release().manifest().source();
        byte[] object = file.bytes();
        if (!source.tagObject().equals(Optional.of(GitObject.id("tag", object)))) {
            return refused("the tag in the evidence is not the one in the manifest");
        }
        String text = new String(object, StandardCharsets.UTF_8);
        boolean same = text.startsWith("object " + source.commit() + "\ntype commit\ntag "
                + source.tag().orElse("") + "\n");
        if (!same) {
            return refused("the tag does not name the commit and the tag of the manifest");
        }
        int start = indexOf(object, SIGNATURE);
        if (start < 0) {
            return refused("the tag " + source.tag().orElse("") + " is not signed");
        }
        List<SignatureFinding> findings = keyrings.role(role)
                .judge(Arrays.copyOf(object, start), Arrays.copyOfRange(object, start, object.length), now);
        return findings.stream()
                .filter(SignatureFinding::isGood)
                .findFirst()
                .flatMap(SignatureFinding::person)
                .map(person -> new TagFinding(person.userId(), Optional.empty()))
                .orElseGet(() -> refused("the tag's signature does not count: "
                        + findings.stream()
                                .findFirst()
                                .map(SignatureFinding::reason)
                                .orElse("it is empty")));
    }

    private static TagFinding refused(String problem) {
        return new TagFinding("", Optional.of(problem));
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int start = 0; start <= bytes.length - wanted.length; start++) {
            if (Arrays.equals(bytes, start, start + wanted.length, wanted, 0, wanted.length)) {
                return start;
            }
        }
        return -1;
    }
}
