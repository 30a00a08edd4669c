package io.countersign.jenkins.agent;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;

/**
 * A promotion path that the controller provides, on its way to an agent.
 *
 * @param folder where it belongs on the agent, the same for every build, because relative paths such as that of backups
 *     start there; empty for none
 */
public record ProvidedPath(PathFiles files, String folder) implements Serializable {
    public static final ProvidedPath NONE = new ProvidedPath(new PathFiles(Map.of()), "");

    void unpack() {
        if (!folder.isEmpty()) {
            files.writeTo(Path.of(folder));
        }
    }
}
