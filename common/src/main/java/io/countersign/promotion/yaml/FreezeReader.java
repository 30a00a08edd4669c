package io.countersign.promotion.yaml;

import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.FreezePolicy.Sessions;
import io.countersign.promotion.Stage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Reads {@code freeze}: a word, or a mapping that says more. */
final class FreezeReader {
    private static final String KEY = "freeze";
    private static final Duration WAITING = Duration.ofMinutes(1);

    private FreezeReader() {}

    static FreezePolicy read(YamlMap stage) {
        if (!stage.isMapping(KEY)) {
            return stage.choice(KEY, Stage.Freeze.class)
                    .map(mode -> new FreezePolicy(mode, Sessions.END, Duration.ZERO, Set.of()))
                    .orElse(FreezePolicy.NONE);
        }
        return stage.map(KEY).map(FreezeReader::policy).orElse(FreezePolicy.NONE);
    }

    private static FreezePolicy policy(YamlMap map) {
        map.requiredText("mode");
        Stage.Freeze mode = map.choice("mode", Stage.Freeze.class).orElse(Stage.Freeze.NONE);
        Sessions sessions = map.choice("sessions", Sessions.class).orElse(Sessions.END);
        FreezePolicy policy = new FreezePolicy(
                mode,
                sessions,
                map.parsed("patience", Durations::parse, Durations.EXPECTED)
                        .orElse(sessions == Sessions.WAIT ? WAITING : Duration.ZERO),
                new HashSet<>(map.texts("except")));
        map.close();
        return policy;
    }
}
