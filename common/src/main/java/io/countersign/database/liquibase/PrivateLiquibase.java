package io.countersign.database.liquibase;

import io.countersign.progress.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liquibase.Scope;
import liquibase.SingletonScopeManager;
import liquibase.configuration.LiquibaseConfiguration;
import liquibase.configuration.core.ScopeValueProvider;
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
            forgetEnvironment();
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
     * Takes away system properties, environment variables and files as sources of settings: a release must mean the same
     * on every machine, so Liquibase's defaults hold. Looking there took a tenth of a run as well.
     */
    private static void forgetEnvironment() {
        LiquibaseConfiguration configuration = Scope.getCurrentScope().getSingleton(LiquibaseConfiguration.class);
        List.copyOf(configuration.getProviders()).stream()
                .filter(provider -> !(provider instanceof ScopeValueProvider))
                .forEach(configuration::unregisterProvider);
    }

    private Map<String, Object> settings(ClassLoader own) {
        Map<String, Object> values = new HashMap<>();
        values.put(Scope.Attr.resourceAccessor.name(), resources);
        values.put(Scope.Attr.classLoader.name(), own);
        values.put(Scope.Attr.logService.name(), new ProgressLogService(progress));
        values.put(Scope.Attr.ui.name(), new SilentUi());
        values.put(Scope.Attr.deploymentId.name(), deploymentId());
        values.put("liquibase.analytics.enabled", false); // it would report every run to its makers
        return values;
    }

    /** The last ten digits of the time in milliseconds, as Liquibase itself numbers its runs. */
    private static String deploymentId() {
        String millis = String.valueOf(System.currentTimeMillis());
        return millis.substring(millis.length() - 10);
    }
}
