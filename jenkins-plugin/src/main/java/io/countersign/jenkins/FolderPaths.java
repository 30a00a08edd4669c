package io.countersign.jenkins;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.model.Descriptor;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** Promotion paths for the jobs of one folder. In the form only administrators may change them. */
public final class FolderPaths extends AbstractFolderProperty<AbstractFolder<?>> {
    private final List<ConfiguredPath> paths;

    @DataBoundConstructor
    public FolderPaths(List<ConfiguredPath> paths) {
        this.paths = paths == null ? new ArrayList<>() : new ArrayList<>(paths);
    }

    public List<ConfiguredPath> getPaths() {
        return List.copyOf(paths);
    }

    @Override
    public AbstractFolderProperty<?> reconfigure(StaplerRequest2 request, JSONObject form)
            throws Descriptor.FormException {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return this;
        }
        return form == null ? null : getDescriptor().newInstance(request, form);
    }

    /** The form's part. */
    @Extension
    @Symbol("countersignPaths")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @Override
        public String getDisplayName() {
            return "Countersign";
        }

        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form)
                throws Descriptor.FormException {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return null;
            }
            FolderPaths made = new FolderPaths(request.bindJSONToList(ConfiguredPath.class, form.opt("paths")));
            return made.getPaths().isEmpty() ? null : made;
        }
    }
}
