package io.countersign.database.liquibase;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import liquibase.ContextExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a changelog without those of the machine. Liquibase lets environment variables and system properties
 * come before a changelog's own properties; a release would then mean something else on every machine.
 *
 * <p>Own names are kept under a prefix that no variable of the environment can have, so the environment never matches.
 */
final class ReleaseParameters extends ChangeLogParameters {
    private static final String OWN = "\0";
    private static final String EXECUTION = "LIQUIBASE_EXECUTION_";

    private final Set<String> products = new TreeSet<>();
    private final Set<String> fromEnvironment = new TreeSet<>();

    ReleaseParameters(Database database) {
        super(database);
    }

    ReleaseParameters() {
        super(null);
    }

    /** Every database product for which a property has a value of its own. */
    Set<String> products() {
        return products;
    }

    /** Names that were asked for, that the changelog does not define, and that this machine's environment has. */
    Set<String> fromEnvironment() {
        return fromEnvironment;
    }

    @Override
    public void set(String key, Object value, ContextExpression contexts, Labels labels, String... databases) {
        note(databases);
        super.set(OWN + key, value, contexts, labels, databases);
    }

    @Override
    public void setLocal(
            String key,
            Object value,
            DatabaseChangeLog changeLog,
            ContextExpression contexts,
            Labels labels,
            String... databases) {
        note(databases);
        super.setLocal(OWN + key, value, changeLog, contexts, labels, databases);
    }

    private void note(String... databases) {
        // products is null while the superclass sets the database's own parameters, which are for any product
        if (databases != null && products != null) {
            Arrays.stream(databases)
                    .map(name -> name.startsWith("!") ? name.substring(1) : name)
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .filter(name -> !name.equals("all") && !name.equals("none"))
                    .forEach(products::add);
        }
    }

    @Override
    public @Nullable Object getValue(String key, DatabaseChangeLog changeLog) {
        Object own = super.getValue(OWN + key, changeLog);
        if (own != null) {
            return own;
        }
        if (key.toUpperCase(Locale.ROOT).startsWith(EXECUTION)) {
            return super.getValue(key, changeLog);
        }
        if (super.getValue(key, changeLog) != null) {
            fromEnvironment.add(key);
        }
        return null;
    }

    @Override
    public boolean hasValue(String key, DatabaseChangeLog changeLog) {
        return super.hasValue(OWN + key, changeLog);
    }

    @Override
    public @Nullable Object getLocalValue(String key, ChangeSet changeSet) {
        return super.getLocalValue(OWN + key, changeSet);
    }
}
