package io.countersign.jenkins.configuration;

import hudson.Extension;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** What administrators configure for the whole of Jenkins. */
@Extension
@Symbol("countersign")
public final class CountersignConfiguration extends GlobalConfiguration {
    private List<ConfiguredPath> paths = new ArrayList<>();
    private boolean workspaceFiles = true;

    public CountersignConfiguration() {
        load();
    }

    public static CountersignConfiguration get() {
        return ExtensionList.lookupSingleton(CountersignConfiguration.class);
    }

    public List<ConfiguredPath> getPaths() {
        return List.copyOf(paths);
    }

    @DataBoundSetter
    public void setPaths(List<ConfiguredPath> paths) {
        this.paths = paths == null ? new ArrayList<>() : new ArrayList<>(paths);
        save();
    }

    /** Whether a job for which no path is kept may go by a stages.yml of its workspace. */
    public boolean isWorkspaceFiles() {
        return workspaceFiles;
    }

    @DataBoundSetter
    public void setWorkspaceFiles(boolean workspaceFiles) {
        this.workspaceFiles = workspaceFiles;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) {
        // the form leaves an emptied list out
        setPaths(request.bindJSONToList(ConfiguredPath.class, json.opt("paths")));
        setWorkspaceFiles(json.optBoolean("workspaceFiles"));
        return true;
    }
}
