package io.countersign.signature;

import io.countersign.json.Json;
import io.countersign.release.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** Puts statements into the evidence. */
public final class StatementSigner {
    private final Evidence evidence;

    public StatementSigner(Evidence evidence) {
        this.evidence = evidence;
    }

    /** Signs the exact bytes that are then written. */
    public Path sign(String name, Statement<?> statement, SigningKey key) {
        return evidence.add(name, statement, Optional.of(key.sign(Json.pretty(statement))));
    }

    /** Writes a statement for somebody to sign by hand: {@code gpg --detach-sign --armor FILE}. */
    public Path prepare(String name, Statement<?> statement) {
        return evidence.add(name, statement, Optional.empty());
    }

    /**
     * The name of an approval's file. A release that is deployed again to the stage before gets a new receipt, and an approval
     * resting on it a new name.
     *
     * @param signer a fingerprint, or an attestor and whose word it is
     */
    public static String approvalName(String stage, String signer, Optional<Digest> restsOn) {
        return "approval-" + stage + "-" + signer
                + restsOn.map(receipt -> "-" + receipt.abbreviated()).orElse("");
    }
}
