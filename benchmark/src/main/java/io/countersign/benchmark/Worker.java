package io.countersign.benchmark;

import io.countersign.command.CloneCommand;
import io.countersign.command.CloneInput;
import io.countersign.command.DeployCommand;
import io.countersign.command.HistoryCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.SealCommand;
import io.countersign.command.StageInput;
import io.countersign.command.VerifyCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;

/** What runs in a timed JVM: one job, once, as the first thing that the JVM does. */
public final class Worker {

    /** The jobs, each with its arguments. Credentials come from the environment. */
    enum Job {
        /** {@code URL FOLDER GROUP}: folder of the versioned scripts; whether all go in one transaction. */
        FLYWAY {
            @Override
            void run(List<String> arguments) {
                Flyway.configure()
                        .dataSource(
                                arguments.get(0),
                                System.getenv(BenchmarkContext.USER),
                                System.getenv(BenchmarkContext.PASSWORD))
                        .locations("filesystem:" + arguments.get(1))
                        .group(Boolean.parseBoolean(arguments.get(2)))
                        .load()
                        .migrate();
            }
        },
        /** {@code URL FOLDER CHANGELOG}. */
        LIQUIBASE {
            @Override
            void run(List<String> arguments) throws Exception {
                Map<String, Object> scope = Map.of(
                        "liquibase.analytics.enabled",
                        false,
                        Scope.Attr.resourceAccessor.name(),
                        new DirectoryResourceAccessor(new File(arguments.get(1))));
                Scope.child(
                        scope,
                        () -> new CommandScope("update")
                                .addArgumentValue("url", arguments.get(0))
                                .addArgumentValue("username", System.getenv(BenchmarkContext.USER))
                                .addArgumentValue("password", System.getenv(BenchmarkContext.PASSWORD))
                                .addArgumentValue("changelogFile", arguments.get(2))
                                .execute());
            }
        },
        /** {@code RELEASE STAGES KEY}. */
        DEPLOY {
            @Override
            void run(List<String> arguments) {
                new DeployCommand(
                                release(arguments.get(0)),
                                new StageInput(new File(arguments.get(1)), StageFile.STAGE, Optional.empty()),
                                key(arguments.get(2)),
                                0)
                        .execute(new BenchmarkContext());
            }
        },
        /** {@code STAGES}. */
        HISTORY {
            @Override
            void run(List<String> arguments) {
                new HistoryCommand(new StageInput(new File(arguments.get(0)), StageFile.STAGE, Optional.empty()))
                        .execute(new BenchmarkContext());
            }
        },
        /** {@code CONFIGURATION OUTPUT STAGES KEY}: seals, and approves by a signature. */
        SEAL {
            @Override
            void run(List<String> arguments) {
                new SealCommand(
                                new File(arguments.get(0)),
                                SealingProject.VERSION,
                                new File(arguments.get(1)),
                                false,
                                Optional.of(new SealCommand.Approval(
                                        new StageInput(new File(arguments.get(2)), StageFile.STAGE, Optional.empty()),
                                        key(arguments.get(3)),
                                        Optional.empty(),
                                        "",
                                        false)))
                        .execute(new BenchmarkContext());
            }
        },
        /** {@code STAGES}: the target of PRD onto that of DEV. */
        CLONE {
            @Override
            void run(List<String> arguments) {
                new CloneCommand(
                                new CloneInput(
                                        new File(arguments.get(0)), "PRD", Optional.empty(), "DEV", Optional.empty()),
                                KeyInput.NONE,
                                0)
                        .execute(new BenchmarkContext());
            }
        },
        /** {@code RELEASE STAGES}. */
        VERIFY {
            @Override
            void run(List<String> arguments) {
                VerifyCommand.Result result = new VerifyCommand(
                                release(arguments.get(0)), Optional.of(new File(arguments.get(1))))
                        .execute(new BenchmarkContext());
                if (result.refusal().isPresent()) {
                    throw new IllegalStateException(result.refusal().get().toString());
                }
            }
        };

        abstract void run(List<String> arguments) throws Exception;
    }

    /**
     * Settings for a JVM that ends after a few seconds, as the README advises: no time is spent on optimising code that has
     * hardly any time left to run.
     */
    static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The same for large releases: what runs millions of times is optimised all the same, and so the processor's SHA-256 is used. */
    static final List<String> MUCH_HASHING = List.of("-XX:CompileThresholdScaling=10", "-XX:+UseSerialGC");

    private Worker() {}

    private static ReleaseInput release(String file) {
        return new ReleaseInput(new File(file), Optional.empty());
    }

    private static KeyInput key(String file) {
        return new KeyInput(Optional.of(new File(file)), Optional.empty(), Optional.empty());
    }

    /** The command line of a JVM that does one job with the settings that a JVM has by itself. */
    static List<String> command(Job job, Object... arguments) {
        return command(List.of(), job, arguments);
    }

    static List<String> command(List<String> options, Job job, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), job.name()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        Job job = Job.valueOf(all.get(0));
        long began = System.nanoTime();
        job.run(all.subList(1, all.size()));
        long took = System.nanoTime() - began;
        System.out.println("timed inside=" + took + " memory=" + peakMemory());
    }

    private static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
