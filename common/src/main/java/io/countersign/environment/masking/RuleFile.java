package io.countersign.environment.masking;

import io.countersign.environment.masking.Classifier.ClassifiedColumn;
import io.countersign.environment.masking.Classifier.ClassifiedTable;
import java.util.List;
import java.util.regex.Pattern;

/** Suggestions in the form in which {@code stages.yml} takes them, each with its reason as a comment. */
public final class RuleFile {
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:null|true|false|yes|no|on|off|y|n)$)[A-Za-z_][A-Za-z0-9_.]*");

    private RuleFile() {}

    /**
     * @param source how the database is called
     * @param schema the schema whose tables need not be written with it
     */
    public static String text(String source, String schema, List<ClassifiedTable> tables) {
        StringBuilder text = new StringBuilder()
                .append("# A first set of masking rules for copies of ")
                .append(source)
                .append(".\n")
                .append(
                        "# Put it under the stage that must not see real values, and read every line: a rule was suggested by\n")
                .append("# the column's name, its type, and a look at up to ")
                .append(Classifier.SAMPLED)
                .append(" rows. Nobody but you knows what is personal.\n")
                .append("masking:\n")
                .append(
                        "  # A long random text, for example of openssl rand -base64 32. It never reaches the stage itself.\n")
                .append("  key: { environment: COUNTERSIGN_MASKING_KEY }\n")
                .append(tables.isEmpty() ? "  tables: {}\n" : "  tables:\n");
        for (ClassifiedTable table : tables) {
            String name = table.schema().equals(schema) ? table.name() : table.schema() + "." + table.name();
            text.append("    ")
                    .append(key(name))
                    .append(":\n      columns:")
                    .append(table.columns().isEmpty() ? " {}\n" : "\n");
            table.columns().forEach(column -> text.append(line(column)));
        }
        return text.toString();
    }

    private static String line(ClassifiedColumn column) {
        String rule = "        " + key(column.name()) + ": "
                + column.suggestion().rule().text();
        String reason = (column.type() + ": " + column.suggestion().reason()).replaceAll("\\R", " ");
        return String.format(java.util.Locale.ROOT, "%-48s # %s%n", rule, reason)
                .replace("\r\n", "\n");
    }

    private static String key(String name) {
        return PLAIN.matcher(name).matches()
                ? name
                : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
