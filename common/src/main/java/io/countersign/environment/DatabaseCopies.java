package io.countersign.environment;

import io.countersign.database.TargetDatabase;
import io.countersign.deploy.Site;
import io.countersign.environment.h2.H2Copy;
import io.countersign.environment.mariadb.MariaDbCopy;
import io.countersign.environment.postgresql.PostgresCopy;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.List;
import java.util.Optional;

/** The products whose databases are copied. */
final class DatabaseCopies {
    private static final List<DatabaseCopy> ALL = List.of(new PostgresCopy(), new MariaDbCopy(), new H2Copy());

    private DatabaseCopies() {}

    static Optional<DatabaseCopy> find(TargetDatabase source, TargetDatabase target) {
        return ALL.stream().filter(one -> one.suits(source, target)).findFirst();
    }

    /** @throws CountersignException CLONE_REFUSED where the two are of different products */
    static DatabaseCopy between(TargetDatabase source, Site site) {
        return find(source, site.database())
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CLONE_REFUSED)
                        .found(
                                "%s is on %s and %s is on %s.",
                                source.name(),
                                source.product(),
                                site.name(),
                                site.database().product())
                        .expected("the same product on both sides.")
                        .remedy("Give the stage a database of the source's product.")
                        .build());
    }
}
