package io.countersign.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Cause;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.agent.AgentCall;
import io.countersign.jenkins.agent.AgentCommand;
import io.countersign.jenkins.agent.AgentSettings;
import io.countersign.jenkins.agent.AgentTask;
import io.countersign.jenkins.agent.ProblemText;
import io.countersign.jenkins.configuration.RunCredentials;
import io.countersign.jenkins.record.StepRecorder;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Sends a step's order to the agent and hands its result to the script. */
final class CommandExecution extends LongExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final AbstractCommandStep step;

    private transient volatile AgentCall call;

    CommandExecution(StepContext context, AbstractCommandStep step) {
        super(context);
        this.step = step;
    }

    @Override
    Map<String, Object> run() throws Exception {
        StepRecorder recorder = new StepRecorder(
                getContext().get(Run.class), step.getDescriptor().getFunctionName(), step.stageAsked());
        AgentAnswer answer;
        try {
            answer = ask();
        } catch (Exception e) {
            String problem = String.valueOf(e.getMessage());
            if (!ProblemText.isRefusal(problem)) {
                recorder.failed(problem);
                throw e instanceof CountersignException ours ? AgentCommand.translated(ours) : e;
            }
            answer = AgentAnswer.refused(problem);
        }
        answer.report().forEach(getContext().get(TaskListener.class).getLogger()::println);
        Map<String, Object> result = result(answer);
        recorder.answered(answer, result);
        if (!answer.refusal().isEmpty() && step.isFailOnRefusal()) {
            throw new AbortException(answer.refusal());
        }
        return result;
    }

    private AgentAnswer ask() throws Exception {
        StepSite site = StepSite.of(getContext(), step);
        step.provide(site);
        Node node = getContext().get(Computer.class).getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            throw new AbortException("The agent was removed from Jenkins, or is offline.");
        }
        call = AgentCall.on(root, site.place().workspace());
        AgentAnswer answer = call.run(
                AgentTask.of(step.order(site.place()), settings(site)),
                getContext().get(TaskListener.class),
                site.provided());
        if (answer.refusal().isEmpty()) {
            step.keep(site, answer);
        }
        return answer;
    }

    @Override
    void askToStop() throws Exception {
        AgentCall running = call;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    boolean isReady() throws Exception {
        FilePath workspace = getContext().get(FilePath.class);
        return workspace != null && getContext().get(Computer.class) != null && workspace.exists();
    }

    @Override
    Optional<String> objectionToRepeating() {
        return step.objectionToRepeating();
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
        result.put("code", answer.code());
        result.put("problem", answer.refusal());
        if (result.get("release") instanceof Map<?, ?> release) {
            result.put("digest", release.get("digest"));
        }
        step.summarise(result);
        return result;
    }
}
