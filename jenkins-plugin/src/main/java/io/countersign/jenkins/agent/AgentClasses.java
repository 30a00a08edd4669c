package io.countersign.jenkins.agent;

import java.io.IOException;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of one version of Countersign in the process of an agent, apart from those that Jenkins brings: once they are there,
 * no command needs its controller for one.
 *
 * @param folder of the agent, absolute
 * @param jars names in it
 */
record AgentClasses(String folder, List<String> jars) implements Serializable {
    private static final Map<AgentClasses, ClassLoader> LOADED = new HashMap<>();

    AgentClasses {
        jars = List.copyOf(jars);
    }

    boolean areLoaded() {
        synchronized (LOADED) {
            return LOADED.containsKey(this);
        }
    }

    ClassLoader loader() throws IOException {
        synchronized (LOADED) {
            ClassLoader present = LOADED.get(this);
            if (present != null) {
                return present;
            }
            List<URL> urls = new ArrayList<>();
            for (String jar : jars) {
                urls.add(Path.of(folder, jar).toUri().toURL());
            }
            ClassLoader made =
                    new URLClassLoader("countersign", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
            LOADED.put(this, made);
            return made;
        }
    }
}
