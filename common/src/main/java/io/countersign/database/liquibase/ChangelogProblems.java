package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;

/** Says in one sentence what Liquibase wraps in many exceptions. */
final class ChangelogProblems {
    private static final int LONGEST = 600;
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*(?:Exception|Error): ");
    private static final Pattern CHECKSUM_FILE = Pattern.compile("^(?:classpath\\*?:)?[/\\\\]*");

    private final ReleaseResources resources;
    private final String changelog;

    ChangelogProblems(ReleaseResources resources, String changelog) {
        this.resources = resources;
        this.changelog = changelog;
    }

    CountersignException rootMissing() {
        return CountersignException.problem(ProblemCode.CHANGELOG_FILE_MISSING)
                .found("There is no changelog %s.%s", changelog, spelling(changelog))
                .expected("a changelog below the folder of the changelogs, spelled as the file is.")
                .remedy("Correct the name of the root changelog in countersign.yml.")
                .build();
    }

    CountersignException empty() {
        return CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                .found("%s holds no changelog.", changelog)
                .remedy("Add changesets to it, or name another root changelog.")
                .build();
    }

    /** What went wrong while the changelog was parsed. */
    CountersignException of(Throwable thrown) {
        return of(thrown, "");
    }

    /** @param changeset which changeset was looked at, as {@code path::id::author}; may be empty */
    CountersignException of(Throwable thrown, String changeset) {
        Optional<CountersignException> own = causes(thrown)
                .filter(CountersignException.class::isInstance)
                .map(CountersignException.class::cast)
                .findFirst();
        if (own.isPresent()) {
            return own.get();
        }
        return missingFile(thrown)
                .map(name -> missing(name, changeset, thrown))
                .orElseGet(() -> invalid(thrown, changeset));
    }

    /** A file is missing where the last name that was not found is what the failure speaks of. */
    private Optional<String> missingFile(Throwable thrown) {
        String told = String.join(
                "\n",
                causes(thrown).map(cause -> String.valueOf(cause.getMessage())).toList());
        boolean aboutFile = told.contains("was not found")
                || told.contains("does not exist")
                || told.contains("Could not find directory")
                || told.contains("not found in the")
                || told.contains("directory or directory was empty");
        return aboutFile ? resources.missing().stream().reduce((first, last) -> last) : Optional.empty();
    }

    private CountersignException missing(String name, String changeset, Throwable cause) {
        String plain = CHECKSUM_FILE.matcher(name).replaceFirst("");
        String who = changeset.isEmpty() ? namedIn(plain) : "Changeset " + changeset;
        String why = plain.contains("://") || name.contains("..")
                ? " Only files below the folder of the changelogs are read."
                : spelling(plain);
        return CountersignException.problem(ProblemCode.CHANGELOG_FILE_MISSING)
                .found("%s names %s, which does not exist.%s", who, plain, why)
                .expected(
                        "every file that a changelog names, below the folder of the changelogs, spelled as the file is.")
                .remedy("Add the file, or correct the name.")
                .causedBy(cause);
    }

    private CountersignException invalid(Throwable thrown, String changeset) {
        return CountersignException.problem(ProblemCode.CHANGELOG_INVALID)
                .found("%s: %s", changeset.isEmpty() ? where() : "Changeset " + changeset, sentence(thrown))
                .expected("a changelog that Liquibase can read.")
                .remedy("Correct it; \"liquibase validate\" shows the same mistake.")
                .causedBy(thrown);
    }

    private String where() {
        return resources.opened().stream().reduce((first, last) -> last).orElse(changelog);
    }

    /** The message that says most: the innermost of Liquibase's own, else the innermost of all. */
    static String sentence(Throwable thrown) {
        String last = "";
        String lastOfLiquibase = "";
        for (Throwable cause : causes(thrown).toList()) {
            String message = cause.getMessage();
            if (message == null || message.isBlank()) {
                continue;
            }
            last = message;
            if (cause instanceof LiquibaseException) {
                lastOfLiquibase = message;
            }
        }
        String told = lastOfLiquibase.isEmpty() ? last : lastOfLiquibase;
        String plain = CLASS_NAME
                .matcher(told.isEmpty() ? thrown.getClass().getSimpleName() : told)
                .replaceAll("");
        return shortened(plain.strip().replaceAll("\\s+", " "), LONGEST);
    }

    static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + " …";
    }

    static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, java.util.Objects::nonNull, Throwable::getCause);
    }

    private String spelling(String name) {
        return resources
                .otherSpelling(name)
                .map(found -> " There is " + found + ", but upper and lower case count.")
                .orElse("");
    }

    /** The file and line that names a file: the one among those opened whose text has its last part. */
    private String namedIn(String missing) {
        String last = missing.substring(missing.lastIndexOf('/') + 1);
        for (String file : resources.opened()) {
            int line = lineOf(last, file);
            if (line > 0) {
                return file + " line " + line;
            }
        }
        return where();
    }

    private int lineOf(String text, String file) {
        try {
            int at = resources.text(file).indexOf(text);
            return at < 0
                    ? 0
                    : 1
                            + (int) resources
                                    .text(file)
                                    .substring(0, at)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count();
        } catch (IOException | UncheckedIOException e) {
            return 0; // not a text: a packed file, or another encoding
        }
    }
}
