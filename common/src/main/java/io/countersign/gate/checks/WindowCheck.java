package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The hour is one at which deployments may begin. */
final class WindowCheck implements Check {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm VV", Locale.ENGLISH);

    @Override
    public String name() {
        return "window";
    }

    @Override
    public boolean liftable() {
        return true;
    }

    /** In the zone of the rule, because people compare the two. */
    private static String told(ZonedDateTime time) {
        return time.format(LOCAL);
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        return facts.stage()
                .entry()
                .window()
                .map(window -> window.contains(facts.now())
                        ? CheckResult.passed(
                                name(), window.text(), told(facts.now().atZone(window.zone())))
                        : CheckResult.refused(
                                name(),
                                window.text(),
                                told(facts.now().atZone(window.zone())),
                                "Deploy when the window is open: next from " + told(window.opens(facts.now())) + "."))
                .orElseGet(() -> CheckResult.notApplicable(name(), "the stage has no window"));
    }
}
