package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.ExportCommand;
import io.countersign.jenkins.agent.AgentPlace;
import io.countersign.jenkins.agent.CommandOrder;
import io.countersign.jenkins.agent.PathFiles;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Writes the configuration tables of a target to files, one a table. */
public final class ExportStep extends AbstractTargetStep {
    private static final long serialVersionUID = 1L;

    private String configuration = PathFiles.PROJECT;
    private String data = "";

    @DataBoundConstructor
    public ExportStep(String stage) {
        super(stage);
    }

    public String getConfiguration() {
        return configuration;
    }

    @DataBoundSetter
    public void setConfiguration(String configuration) {
        this.configuration = orElse(configuration, PathFiles.PROJECT);
    }

    public String getData() {
        return data;
    }

    @DataBoundSetter
    public void setData(String data) {
        this.data = orEmpty(data);
    }

    @Override
    CommandOrder order(AgentPlace place) {
        Map<String, Object> components = components(place);
        components.put("configuration", place.path(configuration));
        components.put("directory", place.pathOrNull(data));
        return CommandOrder.of(ExportCommand.class, components);
    }

    /** It reads tables that the project names, with the login of the stage. */
    @Override
    Optional<String> grantNeeded() {
        return Optional.of("export");
    }

    /** Countersign: export configuration data. */
    @Extension
    public static final class DescriptorImpl extends CommandStepDescriptor {}
}
