package io.countersign.it.core;

import io.countersign.command.DeployCommand;
import io.countersign.command.ImportCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.StageInput;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A JVM of its own that deploys a release or imports a folder of configuration data, stops at a given moment, says so, and goes on when told to, unless it is killed there. */
final class DeployingProcess implements AutoCloseable {
    private static final String REACHED = "reached";

    private final Process process;
    private final BufferedReader output;

    private DeployingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param moment which step of its progress it stops at, from 1 */
    static DeployingProcess start(Promotion promotion, ReleaseInput release, String stage, int moment) {
        return start(promotion, release.release(), stage, moment);
    }

    /** @param what a release, or a folder */
    static DeployingProcess start(Promotion promotion, File what, String stage, int moment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + Databases.MARIADB_TOOLS + "=" + System.getProperty(Databases.MARIADB_TOOLS, ""),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                DeployingProcess.class.getName(),
                promotion.stagesFile().toString(),
                stage,
                what.toString(),
                promotion.key("operator").file().orElseThrow().toString(),
                String.valueOf(moment));
        builder.environment().putAll(promotion.variables());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new DeployingProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens at the moment; empty where the deployment ended before it. */
    Optional<String> awaitMoment() {
        try {
            String line = output.readLine();
            if (line != null && line.startsWith(REACHED)) {
                return Optional.of(line.substring(REACHED.length() + 1));
            }
            if (process.waitFor() != 0) {
                throw new AssertionError("the deployment failed: " + line);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By SIGKILL, so nothing of it can clean up. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) {
        Moments moments = new Moments(Integer.parseInt(arguments[4]), what -> {
            System.out.println(REACHED + " " + what);
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("nobody waits for this process any more");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        HostContext context = HostContext.of("child@here", System.getenv(), moments);
        File what = new File(arguments[2]);
        StageInput stage = new StageInput(new File(arguments[0]), arguments[1], Optional.empty());
        KeyInput key = new KeyInput(Optional.of(new File(arguments[3])), Optional.empty(), Optional.empty());
        if (what.isDirectory()) {
            new ImportCommand(stage, Optional.of(what), Optional.empty(), key, false, false, 0).execute(context);
        } else {
            new DeployCommand(new ReleaseInput(what, Optional.empty()), stage, key, 0).execute(context);
        }
    }
}
