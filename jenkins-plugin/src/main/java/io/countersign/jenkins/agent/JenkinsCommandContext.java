package io.countersign.jenkins.agent;

import io.countersign.command.CommandContext;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.LineProgress;
import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.report.TextRenderer;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Jenkins as a host, on the agent: progress and reports go to the build log, credentials come from the controller. */
final class JenkinsCommandContext implements CommandContext {
    private static final int LOG_WIDTH = 140;

    private final AgentSettings settings;
    private final Consumer<String> log;
    private final Progress progress;

    /** @param log takes each line of the build log */
    JenkinsCommandContext(AgentSettings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
        this.progress = new LineProgress(log, line -> log.accept("WARNING: " + PipelineWords.of(line)));
    }

    @Override
    public Progress progress() {
        return progress;
    }

    /** As a build log shows it. */
    static List<String> lines(Report report) {
        return new TextRenderer(LOG_WIDTH, false).render(report.worded(PipelineWords::of));
    }

    @Override
    public void show(Report report) {
        lines(report).forEach(log);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String actor() {
        return settings.actor();
    }

    @Override
    public String tool() {
        return settings.tool();
    }

    @Override
    public Login login(Target.Credentials credentials) {
        return Login.of(credentials, this::kept, this::variable);
    }

    private Login kept(String id) {
        return Optional.ofNullable(settings.logins().get(id))
                .map(AgentLogin::login)
                .orElseThrow(() -> missing(
                        "The credentials \"" + id + "\" were not handed to this step.",
                        "Run the step again if the promotion path was changed while it ran. Where a catalogue names them for"
                                + " one of its targets, give its targets one login by target-credentials, or list that target"
                                + " in stages.yml: Jenkins hands out what stands there."));
    }

    private String variable(String name) {
        return environment(name)
                .orElseThrow(() -> missing(
                        "The environment variable " + name + " is not set.",
                        "Set it by withCredentials around the step, or use credentials: {id: …}."));
    }

    @Override
    public Optional<String> environment(String name) {
        if (name.equals(AgentSettings.KEY_VARIABLE)) {
            return Optional.of(settings.key()).filter(key -> !key.isEmpty());
        }
        return Optional.ofNullable(settings.environment().get(name));
    }

    @Override
    public Secret passphrase(String key) {
        return settings.passphrase().isEmpty() ? Secret.none() : Secret.of(settings.passphrase());
    }

    private static CountersignException missing(String found, String remedy) {
        return CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                .found("%s", found)
                .remedy("%s", remedy)
                .build();
    }
}
