package io.countersign.ledger;

/**
 * A record that a target's ledger must still hold, because a statement that is kept elsewhere speaks of it.
 *
 * @param statement in words, for example {@code the archived receipt of bookshop 1.0.0, operation 20260301-095959-a1b2}
 */
public record Witness(String stage, String target, String statement, LedgerHead ledger) {
    static Witness of(Receipt receipt) {
        return new Witness(
                receipt.stage(),
                receipt.target(),
                "the archived receipt of " + receipt.application() + " " + receipt.version() + ", operation "
                        + receipt.operation() + ",",
                receipt.ledger());
    }

    static Witness of(Withdrawal withdrawal) {
        return new Witness(
                withdrawal.stage(),
                withdrawal.target(),
                "the archived withdrawal of " + withdrawal.application() + " " + withdrawal.version() + ", operation "
                        + withdrawal.rollback() + ",",
                withdrawal.ledger());
    }
}
