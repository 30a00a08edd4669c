package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.PilotCommand;
import org.kohsuke.stapler.DataBoundConstructor;

/** Makes a stage a pilot: a copy of production, upgraded by a release. */
public final class PilotCreateStep extends AbstractPilotStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public PilotCreateStep(String release, String stage, String from) {
        super(release, stage, from);
    }

    @Override
    PilotCommand.Kind kind() {
        return PilotCommand.Kind.CREATE;
    }

    /** Countersign: make a pilot of production. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
