package io.countersign.jenkins.record;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import hudson.security.AccessControlled;
import io.countersign.jenkins.Messages;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The page on a run: the release that its steps worked on, with plan, gate, approvals and receipts. */
public final class ReleaseAction extends RecordPage {
    private final Run<?, ?> run;

    ReleaseAction(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** What the page shows. */
    public ReleaseView getView() {
        return new ReleaseView(shown());
    }

    @Override
    AccessControlled subject() {
        return run;
    }

    @Override
    List<StepRecord> shown() {
        return new RunRecords(run).all();
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleaseAction_displayName();
    }

    /** Offers the page wherever a step has recorded something. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return new RunRecords(run).isEmpty() ? List.of() : List.of(new ReleaseAction(run));
        }
    }
}
