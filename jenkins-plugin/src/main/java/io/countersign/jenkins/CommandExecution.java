package io.countersign.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.PluginWrapper;
import hudson.model.Cause;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** Sends a step's order to the agent and hands its result to the script. */
final class CommandExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final AbstractCommandStep step;

    CommandExecution(StepContext context, AbstractCommandStep step) {
        super(context);
        this.step = step;
    }

    @Override
    protected Map<String, Object> run() throws Exception {
        StepSite site = StepSite.of(getContext(), step);
        AgentAnswer answer = site.place()
                .workspace()
                .act(new AgentCommand(
                        step.order(site.place()),
                        settings(site),
                        getContext().get(TaskListener.class),
                        site.provided()));
        if (!answer.refusal().isEmpty() && step.isFailOnRefusal()) {
            throw new AbortException(answer.refusal());
        }
        return result(answer);
    }

    private AgentSettings settings(StepSite site) throws Exception {
        Run<?, ?> run = getContext().get(Run.class);
        RunCredentials credentials = new RunCredentials(run);
        return new AgentSettings(
                actor(run),
                version(),
                new HashMap<>(getContext().get(EnvVars.class)),
                site.logins(),
                step.keyId().isEmpty() ? "" : credentials.key(step.keyId()),
                step.passphraseId().isEmpty() ? "" : credentials.text(step.passphraseId()));
    }

    /** Whoever started the run, by Jenkins' own record: never what a script says. */
    private String actor(Run<?, ?> run) throws Exception {
        Cause.UserIdCause started = run.getCause(Cause.UserIdCause.class);
        String user = started == null || started.getUserId() == null ? "jenkins" : started.getUserId();
        String node = getContext().get(Computer.class).getName();
        return user + "@" + (node.isEmpty() ? "built-in" : node);
    }

    static String version() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(CommandExecution.class);
        return plugin == null ? "unknown" : plugin.getVersion();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> result(AgentAnswer answer) throws Json.Malformed {
        Map<String, Object> result = new LinkedHashMap<>(Json.read(answer.json(), LinkedHashMap.class));
        result.put("refused", !answer.refusal().isEmpty());
        result.put("problem", answer.refusal());
        if (result.get("release") instanceof Map<?, ?> release) {
            result.put("digest", release.get("digest"));
        }
        step.summarise(result);
        return result;
    }
}
