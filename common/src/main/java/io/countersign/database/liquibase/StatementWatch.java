package io.countersign.database.liquibase;

import java.util.Locale;
import liquibase.exception.DatabaseException;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.listener.SqlListener;

/**
 * Sees every writing statement just before it is sent: keeps it for the message of a failure, refuses one that names the
 * ledger, and lets held-back history rows go before a statement that names their table.
 */
final class StatementWatch extends SqlListener {
    private static final String TABLE = "databasechangelog";

    private final History history;
    private String last = "";
    private boolean inTransaction;

    StatementWatch(History history) {
        this.history = history;
    }

    /** From now on, statements are part of a transaction that only its owner may end; or are not. */
    void inTransaction(boolean owned) {
        inTransaction = owned;
    }

    void forget() {
        last = "";
    }

    /** The statement under way or sent last; empty where none was sent. */
    String last() {
        return last;
    }

    @Override
    public void writeSqlWillRun(String sql) {
        last = sql;
        LedgerGuard.refuse(sql);
        if (inTransaction) {
            TransactionControl.refuse(sql);
        }
        if (sql.toLowerCase(Locale.ROOT).contains(TABLE)) {
            try {
                if (sql.stripLeading().regionMatches(true, 0, "create", 0, 6)) {
                    history.stopBatching(); // a routine, view or trigger that reads it later
                } else {
                    history.flush();
                }
            } catch (DatabaseException e) {
                throw new UnexpectedLiquibaseException(e);
            }
        }
    }
}
