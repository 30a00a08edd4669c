package io.countersign.database.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.ChangeRunner.Applied;
import io.countersign.database.ChangeRunner.Source;
import io.countersign.database.TargetDatabase;
import io.countersign.harness.TestDatabase;
import io.countersign.progress.Progress;
import io.countersign.release.FolderFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameAsLiquibaseTest {
    private static final Path ROOT = Path.of("src/test/resources/changelogs/everything");
    private static final String CHANGELOG = "db/root.xml";

    private final LiquibaseChangeRunner runner = new LiquibaseChangeRunner();

    @ParameterizedTest
    @EnumSource(Product.class)
    void leaves_the_same_schema_data_and_history_and_nothing_to_do(Product product) throws Exception {
        TestDatabase stock = product.newDatabase();
        TestDatabase ours = product.newDatabase();

        Stock.update(stock, ROOT, CHANGELOG);
        apply(ours);

        assertThat(Product.history(ours)).isEqualTo(Product.history(stock));
        assertThat(product.content(ours)).isEqualTo(product.content(stock));
        assertThat(Stock.unrun(ours, ROOT, CHANGELOG)).isEqualTo(Stock.unrun(stock, ROOT, CHANGELOG));
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void runs_again_what_Liquibase_runs_again(Product product) throws Exception {
        TestDatabase stock = product.newDatabase();
        TestDatabase ours = product.newDatabase();
        for (int i = 0; i < 2; i++) {
            Stock.update(stock, ROOT, CHANGELOG);
            apply(ours);
        }

        assertThat(Product.history(ours)).isEqualTo(Product.history(stock));
        assertThat(product.content(ours)).isEqualTo(product.content(stock));
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void several_targets_at_once_do_not_disturb_each_other(Product product) throws Exception {
        TestDatabase stock = product.newDatabase();
        Stock.update(stock, ROOT, CHANGELOG);
        List<TestDatabase> targets =
                IntStream.range(0, 4).mapToObj(i -> product.newDatabase()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(targets.size());
        try {
            List<Future<List<Applied>>> runs = targets.stream()
                    .map(target -> threads.submit(() -> apply(target)))
                    .toList();
            for (Future<List<Applied>> run : runs) {
                assertThat(run.get()).hasSameSizeAs(Product.history(stock));
            }
        } finally {
            threads.shutdownNow();
        }

        for (TestDatabase target : targets) {
            assertThat(Product.history(target)).isEqualTo(Product.history(stock));
            assertThat(product.content(target)).isEqualTo(product.content(stock));
        }
    }

    private List<Applied> apply(TestDatabase database) throws Exception {
        try (TargetDatabase target = Targets.open(database)) {
            if (target.transactionalDdl()) {
                target.begin();
            }
            List<Applied> applied =
                    runner.apply(target, new Source(FolderFiles.at(ROOT), CHANGELOG), Progress.silent());
            if (target.transactionalDdl()) {
                target.commit();
            }
            return applied;
        }
    }
}
