package io.countersign.database.liquibase;

import io.countersign.progress.Progress;
import java.util.HashMap;
import java.util.Map;
import liquibase.Scope;
import liquibase.SingletonScopeManager;
import liquibase.listener.LiquibaseListener;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;

/**
 * A Liquibase for one piece of work: registries, configuration and logging are made for it and dropped after it.
 *
 * <p>Liquibase keeps all of that in a tree of scopes that hangs on the thread. Sharing one tree between operations would
 * keep closed connections alive and let two targets that are deployed at once reset each other.
 */
final class PrivateLiquibase {
    private final ResourceAccessor resources;
    private final Progress progress;

    PrivateLiquibase(ResourceAccessor resources, Progress progress) {
        this.resources = resources;
        this.progress = progress;
    }

    /** Work inside Liquibase; whatever it throws is translated by the caller. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    <T> T call(Work<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = PrivateLiquibase.class.getClassLoader();
        thread.setContextClassLoader(own); // Liquibase finds its services and schemas by it
        Scope.setScopeManager(new SingletonScopeManager());
        try {
            return within(null, settings(own), work);
        } finally {
            Scope.setScopeManager(new SingletonScopeManager()); // an empty one: none at all breaks every new thread
            thread.setContextClassLoader(before);
        }
    }

    /** Runs with more in the scope, within {@link #call}. */
    static <T> T within(@Nullable LiquibaseListener listener, Map<String, Object> values, Work<T> work)
            throws Exception {
        Scope.ScopedRunnerWithReturn<T> runner = work::run;
        return Scope.child(listener, values, runner);
    }

    /**
     * What Liquibase would otherwise take from system properties, environment variables and files. It is pinned to
     * Liquibase's defaults, because a release must mean the same on every machine.
     */
    private Map<String, Object> settings(ClassLoader own) {
        Map<String, Object> values = new HashMap<>();
        values.put(Scope.Attr.resourceAccessor.name(), resources);
        values.put(Scope.Attr.classLoader.name(), own);
        values.put(Scope.Attr.logService.name(), new ProgressLogService(progress));
        values.put(Scope.Attr.ui.name(), new SilentUi());
        values.put(Scope.Attr.deploymentId.name(), deploymentId());
        values.put("liquibase.analytics.enabled", false);
        values.put("liquibase.secureParsing", true);
        values.put("liquibase.validateXmlChangelogFiles", true);
        values.put("liquibase.fileEncoding", "UTF-8");
        values.put("liquibase.outputFileEncoding", "UTF-8");
        values.put("liquibase.shouldRun", true);
        values.put("liquibase.strict", false);
        values.put("liquibase.allowDuplicatedChangesetIdentifiers", false);
        values.put("liquibase.missingPropertyMode", "PRESERVE");
        values.put("liquibase.supportPropertyEscaping", false);
        values.put("liquibase.onMissingIncludeChangelog", "FAIL");
        values.put("liquibase.onMissingSqlFile", "FAIL");
        values.put("liquibase.showSqlWarningMessages", false);
        values.put("liquibase.databaseChangelogTableName", "DATABASECHANGELOG");
        values.put("liquibase.databaseChangelogLockTableName", "DATABASECHANGELOGLOCK");
        return values;
    }

    /** The last ten digits of the time in milliseconds, as Liquibase itself numbers its runs. */
    private static String deploymentId() {
        String millis = String.valueOf(System.currentTimeMillis());
        return millis.substring(millis.length() - 10);
    }
}
