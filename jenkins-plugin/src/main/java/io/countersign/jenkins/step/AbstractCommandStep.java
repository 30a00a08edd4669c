package io.countersign.jenkins.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.countersign.jenkins.agent.AgentAnswer;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
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

    /**
     * By which name an administrator grants the step on stages that ask for approvals, because it does more there than moving an
     * approved release; empty for most.
     */
    Optional<String> grantNeeded() {
        return Optional.empty();
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

    /** What JSON has for an empty field. */
    @CheckForNull
    static String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    static String orElse(String value, String otherwise) {
        return orEmpty(value).isEmpty() ? otherwise : orEmpty(value);
    }

    /** Why a step is not simply done again after a restart of Jenkins. */
    static String interrupted(String what, String remedy) {
        return CountersignException.problem(ProblemCode.INTERRUPTED)
                .found("Jenkins was started again while %s; the agent may have finished meanwhile.", what)
                .remedy("%s", remedy)
                .value()
                .text();
    }
}
