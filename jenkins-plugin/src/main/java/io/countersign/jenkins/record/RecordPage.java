package io.countersign.jenkins.record;

import hudson.model.Action;
import hudson.model.Item;
import hudson.security.AccessControlled;
import java.io.IOException;
import org.kohsuke.stapler.StaplerProxy;

/** A page {@code …/countersign/} for whoever may read the job or run that it belongs to, with the same as JSON beside it. */
public abstract class RecordPage implements Action, StaplerProxy {

    /** The job or run. */
    abstract AccessControlled subject();

    /** What the page shows, for programs. */
    abstract Object shown() throws IOException;

    /** {@code …/countersign/api/json}. */
    public final JsonView getApi() throws IOException {
        return new JsonView(shown());
    }

    /** {@code …/countersign/json}. */
    public final JsonView.Answer doJson() throws IOException {
        return getApi().doJson();
    }

    @Override
    public final Object getTarget() {
        subject().checkPermission(Item.READ);
        return this;
    }

    @Override
    public final String getIconFileName() {
        return "symbol-lock-closed";
    }

    @Override
    public final String getUrlName() {
        return "countersign";
    }
}
