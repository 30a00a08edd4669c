package io.countersign.ledger;

import io.countersign.signature.Predicate;
import java.util.Optional;

/**
 * "This deployment, of which a receipt speaks, was taken back", as a statement about the release. Everything in it comes from the
 * ledger, so one that was lost can be written again.
 *
 * @param operation the deployment that was taken back
 * @param rollback the operation that took it back
 * @param at an ISO 8601 instant in UTC
 * @param way {@code restore}, {@code liquibase}, {@code none}, or the slot's
 * @param now what the target was at then; empty where nothing was there before
 * @param ledger where it stands in the target's ledger
 */
public record Withdrawal(
        String application,
        String version,
        String stage,
        String target,
        String operation,
        String rollback,
        String at,
        String way,
        Optional<ReleaseReference> now,
        LedgerHead ledger,
        String by,
        String tool)
        implements Predicate {
    public static final String TYPE = "https://countersign.io/withdrawal/v1";

    @Override
    public String type() {
        return TYPE;
    }

    static Withdrawal of(
            LedgerEvent.Succeeded deployed, LedgerHistory.Entry entry, LedgerEvent.RolledBack back, String tool) {
        return new Withdrawal(
                deployed.release().application(),
                deployed.release().version(),
                deployed.stage(),
                deployed.target(),
                deployed.operation(),
                back.operation(),
                entry.record().at(),
                back.way(),
                back.release(),
                entry.head(),
                entry.record().by(),
                tool);
    }

    boolean isAbout(Receipt receipt) {
        return stage.equals(receipt.stage())
                && target.equals(receipt.target())
                && operation.equals(receipt.operation());
    }
}
