package io.countersign.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One real Maven, in a process of its own, with the plugin just built.
 *
 * <pre>{@code
 * MavenRun.Result result = MavenRun.in(project).with("countersign.stage", "QAT").goal("check");
 * }</pre>
 */
public final class MavenRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private String servers = "";
    private MavenHome home = MavenHome.OF_THE_BUILD;

    private MavenRun(Path directory) {
        this.directory = directory;
    }

    /** A run that starts in this directory, with or without a pom.xml there. */
    public static MavenRun in(Path directory) {
        return new MavenRun(directory);
    }

    public MavenRun on(MavenHome chosen) {
        home = chosen;
        return this;
    }

    /** Sets a property, as {@code -Dname=value} does. */
    public MavenRun with(String property, String value) {
        arguments.add("-D" + property + "=" + value);
        return this;
    }

    public MavenRun withEnvironment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Adds a {@code server} to settings.xml; the secret stands there as it is given, plain or encrypted. */
    public MavenRun withServer(String id, String user, String secret) {
        servers += "<server><id>" + id + "</id><username>" + user + "</username><password>" + secret
                + "</password></server>";
        return this;
    }

    /** Runs goals of the plugin under test, one after the other. */
    public Result goals(String... goals) throws IOException, InterruptedException {
        return run(Stream.of(goals).map(MavenRun::qualified).toArray(String[]::new));
    }

    /** Runs a goal of the plugin under test. */
    public Result goal(String goal) throws IOException, InterruptedException {
        return goals(goal);
    }

    /** A goal of the plugin under test as it is typed where no pom.xml names the plugin. */
    public static String qualified(String goal) {
        return "io.countersign:countersign-maven-plugin:" + version() + ":" + goal;
    }

    /** The version of the plugin under test, for a pom.xml that names it. */
    public static String version() {
        return ItProperties.required("countersign.version");
    }

    /** Runs phases, goals and options as they would be typed. */
    public Result run(String... typed) throws IOException, InterruptedException {
        Path workspace = Files.createTempDirectory("countersign-maven-run");
        Path output = workspace.resolve("output.txt");
        try {
            Process maven = process(workspace, output, typed).start();
            if (!maven.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                maven.descendants().forEach(ProcessHandle::destroyForcibly);
                maven.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        "Maven did not end within " + PATIENCE + ":\n" + Files.readString(output));
            }
            return new Result(maven.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(workspace.resolve("settings.xml"));
            Files.deleteIfExists(workspace);
        }
    }

    private ProcessBuilder process(Path workspace, Path output, String... typed) throws IOException {
        String settings = ItSettings.writeTo(workspace, servers).toString();
        List<String> command = new ArrayList<>(List.of(
                home.executable().toString(), "-B", "-ntp", "-s", settings, "-gs", settings, "-Dstyle.color=never"));
        command.addAll(arguments);
        command.addAll(List.of(typed));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // What the developer set for the outer build must not change the inner one.
        List.of("MAVEN_ARGS", "MAVEN_HOME", "M2_HOME", "MAVEN_DEBUG_OPTS", "MAVEN_PROJECTBASEDIR")
                .forEach(process.environment()::remove);
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment()
                .put(
                        "MAVEN_OPTS",
                        "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions"
                                + " -XX:-BytecodeVerificationRemote -Dfile.encoding=UTF-8");
        process.environment().put("MAVEN_SKIP_RC", "true");
        process.environment().putAll(environment);
        return process;
    }

    /**
     * How the run ended.
     *
     * @param exitStatus zero when the build succeeded
     * @param output everything that was printed, both streams
     */
    public record Result(int exitStatus, String output) {

        public boolean succeeded() {
            return exitStatus == 0;
        }
    }
}
