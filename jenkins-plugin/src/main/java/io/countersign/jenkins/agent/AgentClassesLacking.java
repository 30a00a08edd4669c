package io.countersign.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.countersign.release.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import jenkins.MasterToSlaveFileCallable;

/** Which jars an agent does not have yet, or has with another content than they are named for. */
final class AgentClassesLacking extends MasterToSlaveFileCallable<ArrayList<String>> {
    private static final long serialVersionUID = 1L;

    private final AgentClasses wanted;

    AgentClassesLacking(AgentClasses wanted) {
        this.wanted = wanted;
    }

    @Override
    public ArrayList<String> invoke(File folder, VirtualChannel channel) throws IOException {
        ArrayList<String> lacking = new ArrayList<>();
        if (wanted.areLoaded()) {
            return lacking;
        }
        Files.createDirectories(folder.toPath());
        for (String name : wanted.jars()) {
            Path jar = folder.toPath().resolve(name);
            if (!Files.isRegularFile(jar) || !name.equals(Digest.of(jar).hex() + ".jar")) {
                lacking.add(name);
            }
        }
        return lacking;
    }

    /** Gives a jar its name, at once and whoever else brought it meanwhile. */
    static final class Arrived extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;

        private final String name;

        Arrived(String name) {
            this.name = name;
        }

        @Override
        public Void invoke(File arrived, VirtualChannel channel) throws IOException {
            Files.move(
                    arrived.toPath(),
                    arrived.toPath().resolveSibling(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return null;
        }
    }
}
