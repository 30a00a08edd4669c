package io.countersign.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/** What all steps have in common: they write down one order, and their result is a map that a Jenkinsfile can use. */
public abstract class AbstractCommandStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private boolean failOnRefusal = true;

    public final boolean isFailOnRefusal() {
        return failOnRefusal;
    }

    @DataBoundSetter
    public final void setFailOnRefusal(boolean failOnRefusal) {
        this.failOnRefusal = failOnRefusal;
    }

    @Override
    public final StepExecution start(StepContext context) {
        return new CommandExecution(context, this);
    }

    /** The command, with paths of the agent. */
    abstract CommandOrder order(AgentPlace place);

    /** The name of a promotion path that an administrator keeps; empty for none. */
    String promotionPath() {
        return "";
    }

    /** The file stages.yml of the workspace that the step names itself; empty for none. */
    String stagesFile() {
        return "";
    }

    /** Whether the step needs a promotion path at all. */
    boolean goesByStages() {
        return false;
    }

    /** The one stage that the step is about; empty for all. */
    String stageAsked() {
        return "";
    }

    /** The stages whose databases the step works on, and so whose logins it gets; empty for all. */
    List<String> stagesTouched() {
        return stageAsked().isEmpty() ? List.of() : List.of(stageAsked());
    }

    /** Why the step may not be done again after an interruption; empty where that is safe, as for most. */
    Optional<String> objectionToRepeating() {
        return Optional.empty();
    }

    /** Brings to the agent what the controller keeps for the step, before the command runs there. */
    void provide(StepSite site) throws IOException, InterruptedException {
        // most steps need nothing but the order
    }

    /** Keeps on the controller what the command gave back, where it was not refused. */
    void keep(StepSite site, AgentAnswer answer) throws IOException, InterruptedException {
        // the records of the run are kept for every step
    }

    /** Adds what a Jenkinsfile wants to know first. */
    void summarise(Map<String, Object> result) {
        // most results say it already
    }

    /** The id of the credentials with a secret key; empty for none. */
    String keyId() {
        return "";
    }

    /** The id of the credentials with the passphrase of that key; empty for none. */
    String passphraseId() {
        return "";
    }

    /** An empty field of a form is one that was not filled in. */
    static String orEmpty(String value) {
        return Util.fixNull(value).trim();
    }

    /** What all steps' descriptors have in common. */
    abstract static class CommandStepDescriptor extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class, Computer.class);
        }
    }
}
