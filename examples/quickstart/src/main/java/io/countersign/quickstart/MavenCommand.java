package io.countersign.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Maven as a user would, with the plugin that was just built.
 *
 * @param home of the Maven that runs the quickstart
 * @param repository where the plugin was installed for the quickstart
 * @param user the user's own local repository, which is only read
 */
record MavenCommand(Path home, Path repository, Path user, String version) {

    /** How it ended, with everything it printed. */
    record Outcome(int status, String output) {}

    Outcome run(Path folder, List<String> goals) throws IOException, InterruptedException {
        Path settings = settings(folder);
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin").resolve(windows() ? "mvn.cmd" : "mvn").toString(),
                "-B",
                "-ntp",
                "-s",
                settings.toString(),
                "-Dstyle.color=never"));
        for (String goal : goals) {
            command.add(goal.replaceFirst("^countersign:", "io.countersign:countersign-maven-plugin:" + version + ":"));
        }
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        process.environment().remove("MAVEN_ARGS");
        process.environment().remove("MAVEN_PROJECTBASEDIR");
        Process maven = process.start();
        maven.getOutputStream().close();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(maven.waitFor(), output);
    }

    private static boolean windows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /** The plugin comes from its own repository; everything else from what the user has already, and then from Central. */
    private Path settings(Path folder) throws IOException {
        String entry = "<id>user</id><url>" + user.toUri() + "</url>"
                + "<releases><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></releases>"
                + "<snapshots><enabled>false</enabled></snapshots>";
        return Files.writeString(
                Files.createDirectories(folder.resolve("target")).resolve("quickstart-settings.xml"),
                "<settings><localRepository>" + repository + "</localRepository><profiles><profile><id>quickstart</id>"
                        + "<repositories><repository>" + entry + "</repository></repositories>"
                        + "<pluginRepositories><pluginRepository>" + entry + "</pluginRepository></pluginRepositories>"
                        + "</profile></profiles><activeProfiles><activeProfile>quickstart</activeProfile></activeProfiles></settings>");
    }
}
