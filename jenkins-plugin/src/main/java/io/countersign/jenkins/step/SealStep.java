package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.SealCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.agent.PathFiles;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Seals a release from a clean work tree at a git tag, reproducibly. */
public final class SealStep extends AbstractCommandStep {
    private static final long serialVersionUID = 1L;

    private String configuration = PathFiles.PROJECT;
    private String releaseVersion = "";
    private String output = "target";
    private boolean preliminary;

    @DataBoundConstructor
    public SealStep() {
        super();
    }

    public String getConfiguration() {
        return configuration;
    }

    @DataBoundSetter
    public void setConfiguration(String configuration) {
        this.configuration = orElse(configuration, PathFiles.PROJECT);
    }

    public String getReleaseVersion() {
        return releaseVersion;
    }

    @DataBoundSetter
    public void setReleaseVersion(String releaseVersion) {
        this.releaseVersion = orEmpty(releaseVersion);
    }

    public String getOutput() {
        return output;
    }

    @DataBoundSetter
    public void setOutput(String output) {
        this.output = orElse(output, "target");
    }

    public boolean isPreliminary() {
        return preliminary;
    }

    @DataBoundSetter
    public void setPreliminary(boolean preliminary) {
        this.preliminary = preliminary;
    }

    @Override
    CommandOrder order(AgentPlace place) {
        return CommandOrder.of(
                SealCommand.class,
                Map.of(
                        "configuration",
                        place.path(configuration),
                        "version",
                        releaseVersion,
                        "output",
                        place.path(output),
                        "preliminaryAllowed",
                        preliminary,
                        "approval",
                        Optional.empty()));
    }

    /** Countersign: seal a release. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
