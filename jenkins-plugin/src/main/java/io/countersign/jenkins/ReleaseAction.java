package io.countersign.jenkins;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerProxy;

/** The page on a run: the release that its steps worked on, with plan, gate, approvals and receipts. */
public final class ReleaseAction implements Action, StaplerProxy {
    private final Run<?, ?> run;

    ReleaseAction(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** What the page shows. */
    public ReleaseView getView() {
        return new ReleaseView(new RunRecords(run).all());
    }

    /** {@code …/countersign/api/json}. */
    public JsonView getApi() {
        return new JsonView(records());
    }

    /** {@code …/countersign/json}: the records as the steps gave them. */
    public JsonView.Answer doJson() {
        return new JsonView(records()).doJson();
    }

    private List<StepRecord> records() {
        return new RunRecords(run).all();
    }

    @Override
    public Object getTarget() {
        run.checkPermission(Item.READ);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-lock-closed";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleaseAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "countersign";
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
