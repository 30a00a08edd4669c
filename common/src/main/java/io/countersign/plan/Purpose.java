package io.countersign.plan;

import io.countersign.release.ChangesetId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a release is made, in the words of those who made it.
 *
 * @param messages of the git tag and the commit
 * @param changes every changeset of the release with its comment, in order
 * @param issues what the messages and comments name, as {@code SHOP-12} or {@code #12}, in the order in which they come
 */
public record Purpose(List<String> messages, List<Change> changes, List<String> issues) {
    private static final Pattern ISSUE =
            Pattern.compile("\\b[A-Z][A-Z0-9]{1,9}-[1-9]\\d{0,8}\\b|(?<![\\w&])#[1-9]\\d{0,8}\\b");
    private static final Pattern NO_ISSUE = Pattern.compile("(UTF|SHA|ISO|RFC|AES|RSA|CVE|MD)-\\d+");

    public Purpose {
        messages = List.copyOf(messages);
        changes = List.copyOf(changes);
        issues = List.copyOf(issues);
    }

    /**
     * @param comment may be empty
     * @param applied whether the target has it already
     */
    public record Change(ChangesetId id, String comment, boolean applied) {}

    public static Purpose of(List<String> messages, List<Change> changes) {
        List<String> texts = new ArrayList<>(messages);
        changes.forEach(change -> texts.add(change.comment()));
        return new Purpose(messages, changes, issues(texts));
    }

    private static List<String> issues(List<String> texts) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher matcher = ISSUE.matcher(text);
            while (matcher.find()) {
                if (!NO_ISSUE.matcher(matcher.group()).matches()) {
                    found.add(matcher.group());
                }
            }
        }
        return List.copyOf(found);
    }
}
