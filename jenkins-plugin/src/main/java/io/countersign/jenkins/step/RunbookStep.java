package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.RunbookCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Writes down the whole procedure of bringing a release to a stage. Changes nothing. */
public final class RunbookStep extends AbstractStageStep {
    private static final long serialVersionUID = 1L;

    private String output = "target/runbook";

    @DataBoundConstructor
    public RunbookStep(String release, String stage) {
        super(release, stage);
    }

    public String getOutput() {
        return output;
    }

    @DataBoundSetter
    public void setOutput(String output) {
        this.output = orElse(output, "target/runbook");
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("key", keyInput());
        components.put("output", place.path(output));
        return CommandOrder.of(RunbookCommand.class, components);
    }

    /** Countersign: write the runbook of a deployment. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
