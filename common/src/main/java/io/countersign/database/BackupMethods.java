package io.countersign.database;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.BackupPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the way of making backups that a policy asks for. */
public final class BackupMethods {
    private BackupMethods() {}

    /**
     * The method for a new backup. {@code auto} takes the product's first method that nothing stands in the way of, and
     * where all have an obstacle the first one, whose obstacle then says why.
     *
     * @return empty where the policy wants none
     * @throws CountersignException CONFIGURATION_INVALID where the product has no such method; BACKUP_IMPOSSIBLE where
     *     {@code auto} finds the product has none at all
     */
    public static Optional<BackupMethod> forPolicy(BackupPolicy policy, TargetDatabase database) {
        if (policy.method().equals(BackupPolicy.NONE)) {
            return Optional.empty();
        }
        if (!policy.method().equals(BackupPolicy.AUTO)) {
            return Optional.of(named(policy.method(), policy, database));
        }
        List<BackupMethod> methods = database.backupMethods(policy);
        // where there is no choice, only who makes a backup need ask for obstacles: some look at many rows
        Stream<BackupMethod> possible = methods.size() == 1
                ? methods.stream()
                : methods.stream().filter(method -> method.obstacle(database).isEmpty());
        return Optional.of(possible.findFirst()
                .or(() -> methods.stream().findFirst())
                .orElseThrow(() -> CountersignException.problem(ProblemCode.BACKUP_IMPOSSIBLE)
                        .found("Countersign cannot make backups of %s by itself.", database.product())
                        .expected("A backup by the method external.")
                        .remedy("Configure commands that back up and restore %s.", database.name())
                        .build()));
    }

    /**
     * What killed operations left of backups of the target, by whichever method. To be called under the lock.
     *
     * @return the names of what was removed
     */
    public static List<String> removeLeftovers(BackupPolicy policy, TargetDatabase database) {
        return database.backupMethods(policy).stream()
                .flatMap(method -> method.removeLeftovers(database).stream())
                .toList();
    }

    /** The method of that name, for example the one that a recorded {@link Backup#method()} was made by. */
    public static BackupMethod named(String name, BackupPolicy policy, TargetDatabase database) {
        List<BackupMethod> methods = database.backupMethods(policy);
        return methods.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                        .found("%s has no backup method \"%s\".", database.product(), name)
                        .expected(
                                "One of: auto, none, %s.",
                                methods.stream()
                                        .map(BackupMethod::name)
                                        .distinct()
                                        .collect(Collectors.joining(", ")))
                        .remedy("Correct the stage's backup method in stages.yml.")
                        .build());
    }
}
