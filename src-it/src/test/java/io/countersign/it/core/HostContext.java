package io.countersign.it.core;

import io.countersign.command.CommandContext;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A host without a build tool: logins come from the variables given, and what is shown is kept.
 *
 * @param variables in place of the environment
 * @param shown grows with every report that a command shows
 */
record HostContext(String actor, Map<String, String> variables, Progress progress, List<Report> shown)
        implements CommandContext {

    static HostContext of(String actor, Map<String, String> variables, Progress progress) {
        return new HostContext(actor, variables, progress, new CopyOnWriteArrayList<>());
    }

    @Override
    public void show(Report report) {
        shown.add(report);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String tool() {
        return "test";
    }

    @Override
    public Login login(Target.Credentials credentials) {
        return Login.of(credentials, HostContext::kept, this::variable);
    }

    private static Login kept(String id) {
        throw missing("Nothing is kept under the id " + id + ".", "Use variables.");
    }

    private String variable(String name) {
        return environment(name).orElseThrow(() -> missing("The variable " + name + " is not set.", "Set it."));
    }

    private static CountersignException missing(String found, String remedy) {
        return CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                .found("%s", found)
                .remedy("%s", remedy)
                .build();
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Secret passphrase(String key) {
        return Secret.none();
    }
}
