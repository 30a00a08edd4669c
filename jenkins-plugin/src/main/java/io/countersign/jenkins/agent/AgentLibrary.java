package io.countersign.jenkins.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.remoting.Which;
import io.countersign.release.Digest;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jenkins.model.Jenkins;

/**
 * What an agent needs to run commands by itself: this plugin's jars and those of the library plugins. They are brought once per version,
 * because an agent that fetches class by class, as Jenkins does it, could not even finish a deployment once its controller is gone.
 */
@Extension
public final class AgentLibrary {
    private static final String PLUGIN = "countersign";

    /** What library plugins and Jenkins itself bring, by a class of each jar: this plugin has none of its own. */
    private static final List<String> OF_OTHERS = List.of(
            "com.fasterxml.jackson.core.JsonFactory",
            "org.apache.commons.io.IOUtils",
            "org.apache.commons.lang3.StringUtils",
            "org.apache.commons.text.StringEscapeUtils",
            "org.bouncycastle.bcpg.BCPGInputStream",
            "org.bouncycastle.asn1.cms.ContentInfo",
            "org.bouncycastle.crypto.Digest",
            "org.slf4j.LoggerFactory",
            "org.slf4j.jul.JULServiceProvider",
            "org.yaml.snakeyaml.Yaml");

    /** By the name that it has on agents: its SHA-256. */
    private Map<String, File> jars = Map.of();

    static AgentLibrary get() {
        return ExtensionList.lookupSingleton(AgentLibrary.class);
    }

    /**
     * Brings what the agent lacks.
     *
     * @param root the agent's own folder
     */
    AgentClasses on(FilePath root) throws IOException, InterruptedException {
        Map<String, File> all = jars();
        FilePath folder = root.child("countersign").child("lib");
        AgentClasses classes = new AgentClasses(folder.getRemote(), List.copyOf(all.keySet()));
        for (String name : folder.act(new AgentClassesLacking(classes))) {
            File jar = all.get(name);
            if (jar == null) {
                throw new IOException("The agent asks for " + name + ", which nobody named to it.");
            }
            FilePath arriving = folder.child(name + "." + UUID.randomUUID());
            new FilePath(jar).copyTo(arriving);
            arriving.act(new AgentClassesLacking.Arrived(name));
        }
        return classes;
    }

    private synchronized Map<String, File> jars() throws IOException {
        if (jars.isEmpty()) {
            Map<String, File> found = new LinkedHashMap<>();
            for (File file : files()) {
                File jar = file.isDirectory() ? PackedFolder.of(file.toPath()) : file;
                found.putIfAbsent(Digest.of(jar.toPath()).hex() + ".jar", jar);
            }
            jars = found;
        }
        return jars;
    }

    private static List<File> files() throws IOException {
        PluginWrapper plugin = Jenkins.get().getPluginManager().getPlugin(PLUGIN);
        if (plugin == null || !(plugin.classLoader instanceof URLClassLoader loader)) {
            throw new IOException("The classes of the plugin " + PLUGIN + " cannot be found.");
        }
        List<File> files = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            files.add(file(url));
        }
        for (String name : OF_OTHERS) {
            files.add(jarWith(name));
        }
        return files.stream().filter(File::exists).toList();
    }

    private static File jarWith(String name) throws IOException {
        try {
            return Which.jarFile(AgentLibrary.class.getClassLoader().loadClass(name));
        } catch (ClassNotFoundException e) {
            throw new IOException("Neither Jenkins nor a library plugin has the class " + name + ".", e);
        }
    }

    private static File file(URL url) throws IOException {
        try {
            return Path.of(url.toURI()).toFile();
        } catch (URISyntaxException e) {
            throw new IOException("not the place of a file: " + url, e);
        }
    }
}
