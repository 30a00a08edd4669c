package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.Resource;

/** Parses a root changelog with everything it includes; must be called within {@link PrivateLiquibase#call}. */
final class ParsedChangelog {
    private ParsedChangelog() {}

    /** @throws CountersignException CHANGELOG_FILE_MISSING, CHANGELOG_INVALID */
    static DatabaseChangeLog parse(ReleaseResources resources, String changelog, ReleaseParameters parameters) {
        ChangelogProblems problems = new ChangelogProblems(resources, changelog);
        List<Resource> root = resources.getAll(changelog);
        if (root.isEmpty()) {
            throw problems.rootMissing();
        }
        DatabaseChangeLog parsed;
        try {
            parsed = ChangeLogParserFactory.getInstance()
                    .getParser(changelog, resources)
                    .parse(changelog, parameters, resources);
        } catch (Exception e) {
            throw problems.of(e);
        }
        if (parsed == null) {
            throw problems.empty();
        }
        return parsed;
    }

    /** Refuses a changelog that would mean something else on another machine. */
    static void refuseEnvironment(ReleaseParameters parameters, String changelog) {
        Set<String> names = new TreeSet<>(parameters.fromEnvironment());
        if (!names.isEmpty()) {
            throw CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                    .found(
                            "%s uses %s, which only this machine's environment or Java properties define.",
                            changelog, placeholders(names))
                    .expected("a changelog that means the same on every machine.")
                    .remedy("Define it by <property> in the changelog.")
                    .build();
        }
    }

    private static String placeholders(Set<String> names) {
        List<String> placeholders = new ArrayList<>();
        names.forEach(name -> placeholders.add("${" + name + "}"));
        return String.join(", ", placeholders);
    }
}
