package io.countersign.ledger;

import io.countersign.release.Digest;
import java.util.List;

/**
 * A check that an exception lifted.
 *
 * @param check the check's name
 * @param statements the SHA-256 of each exception file that lifted it
 */
public record LiftedCheck(String check, String reason, List<Digest> statements) {
    public LiftedCheck {
        statements = List.copyOf(statements);
    }
}
