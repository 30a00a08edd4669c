package io.countersign.jenkins.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;

/**
 * Where a step works on its agent.
 *
 * @param stages the absolute path of stages.yml there; empty where the step needs none
 */
public record AgentPlace(FilePath workspace, String stages) {

    /** A path of the agent, for JSON. */
    public String path(String relative) {
        return workspace.child(relative).getRemote();
    }

    /** Null for none, as JSON has it. */
    @CheckForNull
    public String pathOrNull(String relative) {
        return relative.isEmpty() ? null : path(relative);
    }

    @CheckForNull
    public String stagesOrNull() {
        return stages.isEmpty() ? null : stages;
    }
}
