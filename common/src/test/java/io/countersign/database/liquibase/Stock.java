package io.countersign.database.liquibase;

import io.countersign.harness.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.SingletonScopeManager;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase as everybody runs it. */
final class Stock {
    private Stock() {}

    static void update(TestDatabase target, Path root, String changelog) throws Exception {
        with(target, root, changelog, liquibase -> liquibase.update(new Contexts()));
    }

    /** How many changesets stock Liquibase would still run. */
    static int unrun(TestDatabase target, Path root, String changelog) throws Exception {
        int[] count = {-1};
        with(target, root, changelog, liquibase -> {
            liquibase.validate();
            count[0] = liquibase
                    .listUnrunChangeSets(new Contexts(), new liquibase.LabelExpression())
                    .size();
        });
        return count[0];
    }

    interface Use {
        void of(Liquibase liquibase) throws Exception;
    }

    @SuppressWarnings("try") // the library declares a close that may be interrupted
    static void with(TestDatabase target, Path root, String changelog, Use use) throws Exception {
        Scope.setScopeManager(new SingletonScopeManager());
        try (Connection connection = target.connect();
                DirectoryResourceAccessor resources = new DirectoryResourceAccessor(root)) {
            Map<String, Object> quiet = Map.of(
                    Scope.Attr.logService.name(),
                    new NoOpLogService(),
                    Scope.Attr.ui.name(),
                    new SilentUi(),
                    "liquibase.analytics.enabled",
                    false);
            Scope.ScopedRunner<?> run = () -> {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(changelog, resources, database);
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                use.of(liquibase);
            };
            Scope.child(quiet, run);
        } finally {
            Scope.setScopeManager(new SingletonScopeManager());
        }
    }
}
