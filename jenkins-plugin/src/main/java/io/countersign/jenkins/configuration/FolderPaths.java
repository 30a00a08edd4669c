package io.countersign.jenkins.configuration;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.countersign.json.Json;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.HMACConfidentialKey;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Promotion paths for the jobs of one folder. Only administrators may write them; because whoever may configure a folder can also
 * send it as XML, they carry a seal that only Jenkins can make, for this folder and this content, and count for nothing without. The
 * last seal of each folder is also kept apart from it, by {@link FolderSeals}.
 */
public final class FolderPaths extends AbstractFolderProperty<AbstractFolder<?>> {
    private static final HMACConfidentialKey SEALS = new HMACConfidentialKey(FolderPaths.class, "seals");

    private final List<ConfiguredPath> paths;
    private String seal = "";

    /** Whether an administrator has just written this, who knows which folder it is for. What is read from XML never is. */
    private transient boolean fresh;

    @DataBoundConstructor
    public FolderPaths(List<ConfiguredPath> paths) {
        this.paths = paths == null ? new ArrayList<>() : new ArrayList<>(paths);
        this.fresh = Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    @Override
    protected void setOwner(AbstractFolder<?> owner) {
        super.setOwner(owner);
        if (fresh) {
            seal = SEALS.mac(content(owner));
            FolderSeals.get().put(owner.getFullName(), seal);
            fresh = false;
        }
    }

    /** Whether an administrator wrote just this for just this folder. */
    boolean isSealedFor(AbstractFolder<?> folder) {
        return !Util.fixNull(seal).isEmpty() && SEALS.checkMac(content(folder), seal);
    }

    /** Whether an administrator has written others there since. */
    boolean isOutdated(AbstractFolder<?> folder) {
        return !FolderSeals.get().isLast(folder.getFullName(), Util.fixNull(seal));
    }

    private String content(AbstractFolder<?> folder) {
        return Json.compact(List.of(
                folder.getFullName(),
                paths.stream().map(ConfiguredPath::content).toList()));
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
        return getDescriptor().newInstance(request, form == null ? new JSONObject() : form);
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
