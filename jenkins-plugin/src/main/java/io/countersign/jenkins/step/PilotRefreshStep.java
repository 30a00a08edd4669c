package io.countersign.jenkins.step;

import hudson.Extension;
import io.countersign.command.PilotCommand;
import org.kohsuke.stapler.DataBoundConstructor;

/** Brings the records of a pilot up to date, while the configuration made in it stays. */
public final class PilotRefreshStep extends AbstractPilotStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public PilotRefreshStep(String release, String stage, String from) {
        super(release, stage, from);
    }

    @Override
    PilotCommand.Kind kind() {
        return PilotCommand.Kind.REFRESH;
    }

    /** Countersign: bring a pilot up to date. */
    @Extension
    public static final class DescriptorImpl extends KeyStepDescriptor {}
}
