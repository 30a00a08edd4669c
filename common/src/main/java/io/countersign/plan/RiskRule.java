package io.countersign.plan;

import io.countersign.plan.Risk.Severity;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rule over the text of one SQL statement. The text is what the database will get, so the rules hold for every way of
 * writing a changeset. They err on the side of speaking up.
 */
enum RiskRule {
    DROPS_DATA(
            Severity.HIGH,
            "^\\s*(drop\\s+(table|schema|database)|truncate)\\b|\\balter\\s+table\\b.*\\bdrop\\s+(column\\b|(?!constraint|primary|foreign|index|key|check|default|not|identity|expression)\\w)",
            "drops a table or column with everything in it."),
    DELETES_ALL(
            Severity.HIGH,
            "^\\s*(delete\\s+from|update)\\b(?!.*\\bwhere\\b)",
            "changes or deletes every row of a table: there is no WHERE."),
    CHANGES_TYPE(
            Severity.MEDIUM,
            "\\balter\\s+table\\b.*\\b(alter\\s+(column\\s+)?\\S+\\s+(set\\s+data\\s+)?type|modify)\\b",
            "changes a column's type: values may not fit, and the table may be rewritten under an exclusive lock."),
    REQUIRES_VALUES(
            Severity.MEDIUM,
            "\\balter\\s+table\\b.*\\bset\\s+not\\s+null\\b",
            "requires a value in every existing row; fails where one is missing, and reads the whole table."),
    ADDS_CONSTRAINT(
            Severity.MEDIUM,
            "\\balter\\s+table\\b.*\\badd\\s+(constraint\\b|foreign\\b|unique\\b|check\\b|primary\\b)(?!.*\\bnot\\s+valid\\b)",
            "checks every existing row against a new constraint while others wait."),
    LOCKS_FOR_INDEX(
            Severity.MEDIUM,
            "^\\s*create\\s+(unique\\s+)?index\\b(?!\\s+concurrently)",
            "builds an index; on PostgreSQL nobody can write to the table meanwhile."),
    RENAMES(
            Severity.MEDIUM,
            "\\brename\\b",
            "renames something that an application still running may use by its old name."),
    GRANTS(Severity.LOW, "^\\s*(grant|revoke)\\b", "changes who may do what.");

    private final Severity severity;
    private final Pattern pattern;
    private final String text;

    RiskRule(Severity severity, String pattern, String text) {
        this.severity = severity;
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        this.text = text;
    }

    Optional<Risk> examine(String subject, String statement) {
        if (!pattern.matcher(statement).find()) {
            return Optional.empty();
        }
        return Optional.of(new Risk(
                severity,
                name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                subject,
                "\"" + abbreviated(statement) + "\" " + text));
    }

    private static String abbreviated(String statement) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "…";
    }
}
