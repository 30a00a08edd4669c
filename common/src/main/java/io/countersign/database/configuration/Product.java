package io.countersign.database.configuration;

import io.countersign.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What differs between database products where rows are exchanged as text. */
interface Product {

    static Product of(TargetDatabase database) {
        String name = database.product();
        if (name.startsWith("PostgreSQL")) {
            return new PostgresProduct();
        }
        return name.startsWith("MariaDB") || name.startsWith("MySQL") ? new MariaDbProduct() : new PlainProduct();
    }

    /** Without its version: {@code PostgreSQL}. */
    static String name(TargetDatabase database) {
        return database.product().split(" ", 2)[0];
    }

    String quoted(String name);

    /** Makes texts of values the same whatever session they are read in, and lets no row be hidden. Inside a transaction. */
    void enter(Connection connection) throws SQLException;

    /** Takes back what {@link #enter} and {@link #relax} left in the session, after the transaction. */
    void leave(Connection connection) throws SQLException;

    /**
     * A column, but for its {@link Stopgap}.
     *
     * @param typeName as JDBC's metadata calls it
     * @param jdbcType of {@link java.sql.Types}
     */
    ConfigurationTable.Column column(
            Connection connection, String table, String name, String typeName, int jdbcType, int key)
            throws SQLException;

    /**
     * Rows that are not seen would be taken for rows that are not there.
     *
     * @param table as SQL names it
     * @throws io.countersign.problem.CountersignException CONFIGURATION_DATA_REFUSED where the database hides rows of it
     */
    void requireAllRows(Connection connection, String table) throws SQLException;

    /** Whether references need to hold only at the end, so that the order of changes does not matter. */
    boolean defersReferences();

    /** Whether a referred row may go before the rows that refer to it, where references in general may be broken. */
    boolean defers(ForeignKey reference);

    /** Keeps others from changing the rows of these tables until the transaction ends. */
    void hold(Connection connection, List<ConfigurationTable> tables) throws SQLException;

    /** Lets references be broken for the moment, and silences triggers where the product can inside a transaction. */
    void relax(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references) throws SQLException;

    /** Puts references and triggers back as they were, and checks every reference. */
    void restore(Connection connection, List<ConfigurationTable> tables, List<ForeignKey> references)
            throws SQLException;

    /** Between table and values of an INSERT that gives identity columns their values. */
    String overriding();

    /**
     * Lets numbers that the database gives out begin behind those that will be there. For products that commit whatever is open
     * when they do it: nothing may be open that must not be committed.
     */
    void reserveNumbers(Connection connection, Map<ConfigurationTable, TableChanges> changes) throws SQLException;

    /** Lets them begin behind those that are there, as part of the transaction, where the product can do that. */
    void advanceSequences(Connection connection, List<ConfigurationTable> tables) throws SQLException;
}
