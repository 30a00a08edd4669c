package io.countersign.jenkins.agent;

import io.countersign.problem.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The core names commands and options as Maven has them ({@code countersign:approve -Dcountersign.stage=QAT}); in a Jenkinsfile
 * they are steps and parameters ({@code countersignApprove stage: 'QAT'}).
 */
public final class PipelineWords {
    /** These have no step: they are for the developer's machine. */
    private static final Set<String> GOALS_ONLY = Set.of("init", "classify", "package", "help");

    private static final String NAME = "-Dcountersign\\.(\\w+)";
    private static final Pattern NEIGHBOURS = Pattern.compile("(-Dcountersign\\.\\S*[^\\s,;]) (?=-Dcountersign\\.)");
    private static final Pattern KEY = Pattern.compile("-Dcountersign\\.(?:key|gpgKey|keyEnvironment)\\b(?:=\\w+)?");
    private static final String KEY_PARAMETER = "keyCredentialsId";
    private static final Pattern KEYS = Pattern.compile(KEY_PARAMETER + "(?:(?:,| or|, or) " + KEY_PARAMETER + ")+");
    private static final Pattern PASSPHRASE = Pattern.compile("-Dcountersign\\.passphraseServer\\b(?:=\\w+)?");
    private static final Pattern VALUE = Pattern.compile(NAME + "=(?:\"([^\"]*)\"|([^\\s;:)]*[^\\s,;:).]))");
    private static final Pattern BARE = Pattern.compile(NAME);
    private static final Pattern COMMAND = Pattern.compile("(?:mvn )?\\bcountersign:([a-z]+(?:-[a-z]+)*)");
    private static final Pattern LITERAL = Pattern.compile("true|false|\\d{1,9}");

    private PipelineWords() {}

    public static String of(Problem problem) {
        return of(problem.text());
    }

    /** A text that may name some. */
    public static String of(String text) {
        String options = NEIGHBOURS.matcher(text).replaceAll("$1, ");
        String keys =
                KEYS.matcher(KEY.matcher(options).replaceAll(KEY_PARAMETER)).replaceAll(KEY_PARAMETER);
        String passphrases = PASSPHRASE.matcher(keys).replaceAll("passphraseCredentialsId");
        String values = replaced(VALUE, passphrases, PipelineWords::parameter);
        String names = BARE.matcher(values).replaceAll("$1");
        return replaced(COMMAND, names, PipelineWords::step);
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
    }

    private static String parameter(MatchResult option) {
        String value = option.group(2) == null ? option.group(3) : option.group(2);
        return option.group(1) + ": " + (LITERAL.matcher(value).matches() ? value : "'" + value + "'");
    }

    private static String step(MatchResult command) {
        if (GOALS_ONLY.contains(command.group(1))) {
            return command.group();
        }
        StringBuilder step = new StringBuilder("countersign");
        for (String word : command.group(1).split("-")) {
            step.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return step.toString();
    }
}
