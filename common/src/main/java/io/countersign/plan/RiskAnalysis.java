package io.countersign.plan;

import io.countersign.database.ChangeRunner.Preview;
import io.countersign.plan.Risk.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the SQL of a plan and says what a person should look at. */
public final class RiskAnalysis {
    private static final Pattern CREATED = Pattern.compile(
            "^\\s*create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?([\\w.\"`]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOUCHED =
            Pattern.compile("\\b(?:table|on|into|update|from)\\s+(?:only\\s+)?([\\w.\"`]+)", Pattern.CASE_INSENSITIVE);

    private RiskAnalysis() {}

    /** @param transactionalDdl whether the database takes DDL back with a transaction */
    public static List<Risk> of(List<Preview> changesets, boolean transactionalDdl) {
        List<Risk> risks = new ArrayList<>();
        Set<String> fresh = new HashSet<>();
        for (Preview changeset : changesets) {
            String subject = changeset.id().toString();
            for (String statement : changeset.sql()) {
                Matcher created = CREATED.matcher(statement);
                if (created.find()) {
                    fresh.add(plain(created.group(1)));
                } else if (!touchesOnly(fresh, statement)) {
                    examine(subject, statement, risks);
                }
            }
            if (!changeset.reversible()) {
                risks.add(new Risk(
                        Severity.MEDIUM,
                        "no-rollback",
                        subject,
                        "has no rollback of its own: the way back is a backup."));
            }
            if (transactionalDdl && !changeset.transactional()) {
                risks.add(
                        new Risk(
                                Severity.HIGH,
                                "outside-transaction",
                                subject,
                                "runs outside the transaction: what came before it is committed first, and a failure is undone by the backup."));
            }
        }
        if (!transactionalDdl && !changesets.isEmpty()) {
            risks.add(new Risk(
                    Severity.LOW,
                    "no-transactional-ddl",
                    "the whole release",
                    "This database commits each change of structure at once: a failure is undone by the backup."));
        }
        return risks;
    }

    private static void examine(String subject, String statement, List<Risk> risks) {
        for (RiskRule rule : RiskRule.values()) {
            rule.examine(subject, statement).ifPresent(risks::add);
        }
    }

    /** A table that this very release creates is empty and nobody uses it yet. */
    private static boolean touchesOnly(Set<String> fresh, String statement) {
        Matcher touched = TOUCHED.matcher(statement);
        boolean any = false;
        while (touched.find()) {
            any = true;
            if (!fresh.contains(plain(touched.group(1)))) {
                return false;
            }
        }
        return any;
    }

    private static String plain(String name) {
        return name.replaceAll("[\"`]", "").toLowerCase(Locale.ROOT);
    }
}
