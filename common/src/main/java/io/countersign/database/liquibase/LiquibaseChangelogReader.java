package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.ChangelogReader;
import io.countersign.release.Changeset;
import io.countersign.release.FolderFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.util.LiquibaseUtil;

/**
 * Reads a changelog without a database.
 *
 * <p>Every changeset is listed, whatever its contexts, labels and {@code dbms}: a run uses no contexts and no labels, and
 * Liquibase then runs all of them. Where a property has values for several database products, the changelog is read once
 * for each, so that the files of all of them are listed; the checksums are those of the first value. A changeset that
 * depends on the product may therefore have another checksum on a target.
 */
public final class LiquibaseChangelogReader implements ChangelogReader {

    @Override
    public Changelog read(Path root, String changelog) {
        ReleaseResources resources = new ReleaseResources(FolderFiles.at(root));
        try {
            return new PrivateLiquibase(resources, Progress.silent()).call(() -> read(resources, changelog));
        } catch (Exception e) {
            throw new ChangelogProblems(resources, changelog).of(e);
        }
    }

    private static Changelog read(ReleaseResources resources, String changelog) {
        ReleaseParameters parameters = new ReleaseParameters();
        List<Changeset> changesets = read(resources, changelog, parameters);
        Set<String> files = new TreeSet<>(resources.opened());
        for (String product : parameters.products()) {
            ReleaseParameters ofProduct = new ReleaseParameters();
            ofProduct.setDatabase(product);
            read(resources, changelog, ofProduct);
            files.addAll(resources.opened());
        }
        return new Changelog(new ArrayList<>(files), changesets, LiquibaseUtil.getBuildVersion());
    }

    private static List<Changeset> read(ReleaseResources resources, String changelog, ReleaseParameters parameters) {
        DatabaseChangeLog parsed = ParsedChangelog.parse(resources, changelog, parameters);
        ReferencedFiles referenced = new ReferencedFiles(resources);
        ChangelogProblems problems = new ChangelogProblems(resources, changelog);
        Database anyProduct = new PostgresDatabase(); // asked only what could be rolled back, never connected
        List<Changeset> changesets = new ArrayList<>();
        for (ChangeSet changeset : parsed.getChangeSets()) {
            try {
                referenced.open(changeset);
                changesets.add(Changesets.of(changeset, anyProduct));
            } catch (Exception e) {
                throw problems.of(e, Changesets.id(changeset).toString());
            }
        }
        ParsedChangelog.refuseEnvironment(parameters, changelog);
        refuseDuplicates(parsed.getChangeSets());
        return changesets;
    }

    private static void refuseDuplicates(List<ChangeSet> changesets) {
        Map<String, ChangeSet> seen = new HashMap<>();
        for (ChangeSet changeset : changesets) {
            ChangeSet earlier = seen.put(changeset.toString(false), changeset);
            if (earlier != null && mayMeet(earlier, changeset)) {
                throw CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                        .found("There are two changesets %s.", changeset.toString(false))
                        .expected("an id that is used once by an author in a file.")
                        .remedy("Give one of them another id.")
                        .build();
            }
        }
    }

    /** Two changesets of one name are allowed where no database product runs both. */
    private static boolean mayMeet(ChangeSet one, ChangeSet other) {
        Set<String> first = one.getDbmsSet();
        Set<String> second = other.getDbmsSet();
        return first == null || second == null || first.stream().anyMatch(second::contains);
    }
}
