package io.countersign.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.countersign.release.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import jenkins.MasterToSlaveFileCallable;

/** Which release a file of an agent is: its SHA-256, or empty text where there is no such file. */
public final class ReleaseDigest extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String invoke(File file, VirtualChannel channel) throws IOException {
        return Files.isRegularFile(file.toPath()) ? Digest.of(file.toPath()).hex() : "";
    }
}
