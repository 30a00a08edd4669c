package io.countersign.plan;

import java.util.Map;
import java.util.Optional;

/**
 * Goals as they are typed for one release and target.
 *
 * @param tool the version of Countersign
 * @param release the release's file
 * @param evidence where it is not beside the release
 * @param stages the file {@code stages.yml}
 * @param key by which option the operator names a key: where it is, never what it is
 */
public record GoalLines(
        String tool,
        String release,
        Optional<String> evidence,
        String stages,
        String stage,
        String target,
        Map<String, String> key) {
    public GoalLines {
        key = Map.copyOf(key);
    }

    /** For a goal that asks no target. */
    GoalLine offline(String goal) {
        return withRelease(new GoalLine(tool, goal).with("stages", stages));
    }

    GoalLine onStage(String goal) {
        return new GoalLine(tool, goal).with("stages", stages).with("stage", stage);
    }

    GoalLine onTarget(String goal) {
        return onStage(goal).with("target", target);
    }

    GoalLine withRelease(String goal) {
        return withRelease(onTarget(goal));
    }

    /** With release and key. */
    GoalLine acting(String goal) {
        return keyed(withRelease(goal));
    }

    /** With the key, and without the release. */
    GoalLine actingAlone(String goal) {
        return keyed(onTarget(goal));
    }

    private GoalLine withRelease(GoalLine line) {
        GoalLine named = line.with("release", release);
        return evidence.map(folder -> named.with("evidence", folder)).orElse(named);
    }

    private GoalLine keyed(GoalLine line) {
        GoalLine named = line;
        for (Map.Entry<String, String> option : key.entrySet()) {
            named = named.with(option.getKey(), option.getValue());
        }
        return named;
    }
}
