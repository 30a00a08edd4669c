package io.countersign.environment;

import io.countersign.database.SchemaInventory;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The state that is copied.
 *
 * @param history of the source
 * @param at an ISO 8601 instant in UTC
 */
record Origin(String source, LedgerHistory history, SchemaInventory inventory, String at) {

    /** @throws CountersignException CLONE_REFUSED where something had begun and not ended */
    static Origin read(String source, Ledger ledger, SchemaInventory inventory, Clock clock) {
        LedgerHistory history = ledger.read();
        // a switch of slots begins and ends with a source that is what it was
        history.open()
                .filter(open -> open.started().action() != LedgerEvent.Action.SWITCH)
                .ifPresent(open -> {
                    throw CountersignException.problem(ProblemCode.CLONE_REFUSED)
                            .found(
                                    "%s %s on %s did not end.",
                                    open.started().action(), open.started().operation(), source)
                            .expected("a source that is not being changed.")
                            .remedy("Wait until it ends, or run countersign:recover for the source.")
                            .build();
                });
        return new Origin(
                source,
                history,
                inventory,
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
