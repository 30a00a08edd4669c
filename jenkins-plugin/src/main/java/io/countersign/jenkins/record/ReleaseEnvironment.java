package io.countersign.jenkins.record;

import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;

/** Tells shell steps which release the steps before worked on. */
@Extension
public final class ReleaseEnvironment extends EnvironmentContributor {
    @Override
    @SuppressWarnings("rawtypes")
    public void buildEnvironmentFor(Run run, EnvVars variables, TaskListener listener) {
        RunRecords records = new RunRecords(run);
        if (records.isEmpty()) {
            return;
        }
        ReleaseView release = new ReleaseView(records.all());
        put(variables, "COUNTERSIGN_APPLICATION", release.getApplication());
        put(variables, "COUNTERSIGN_VERSION", release.getVersion());
        put(variables, "COUNTERSIGN_DIGEST", release.getDigest());
        put(variables, "COUNTERSIGN_COMMIT", release.getCommit());
        put(variables, "COUNTERSIGN_TAG", release.getTag());
        put(variables, "COUNTERSIGN_RELEASE", release.getFile());
    }

    private static void put(EnvVars variables, String name, String value) {
        if (!value.isEmpty()) {
            variables.put(name, value);
        }
    }
}
