package io.countersign.benchmark;

import io.countersign.benchmark.Contestant.Start;
import io.countersign.benchmark.Race.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Sealing and verifying large releases, beside sha256sum, tar and gpg. */
final class SealRaces {
    static final String COUNTERSIGN = "Countersign";
    static final String TOOLS = "sha256sum, tar, gpg";
    static final String SMALL = "10 MB";
    static final String LARGE = "2 GB";

    private static final List<String> LITTLE_HEAP = List.of("-Xmx64m");
    private static final long MEGABYTE = 1_000_000;

    private final Path folder;
    private final Keys keys;
    private final Path stages;

    SealRaces(Path folder) {
        this.folder = folder;
        this.keys = Keys.in(folder.resolve("keys"));
        this.stages = StageFile.write(folder.resolve("stages"), keys, "jdbc:h2:mem:not-opened");
    }

    /** Each writes to a new file: to write over an old one, whose memory and disk are at hand, takes a second less. */
    Race sealing(SealingProject project) {
        Map<String, String> gnupg = gnupgHome();
        return new Race(
                "Seal 2,000 files, 500 MB",
                "Hash, archive, list, sign; whole processes.",
                Measured.WHOLE,
                List.of(
                        new Contestant(COUNTERSIGN, round -> seal(project, Worker.MUCH_HASHING, "sealed")),
                        new Contestant(DeployRaces.COUNTERSIGN_DEFAULT, round -> seal(project, List.of(), "sealed")),
                        new Contestant(
                                TOOLS, round -> packing("""
                                (cd '%s' && sha256sum -- *) > SHA256SUMS
                                tar -cf payload.tar SHA256SUMS -C '%s' .
                                gpg --batch --quiet --detach-sign payload.tar
                                """.formatted(project.payload(), project.payload()), gnupg))));
    }

    private Start packing(String script, Map<String, String> gnupg) {
        delete(folder.resolve("payload.tar"));
        delete(folder.resolve("payload.tar.sig"));
        return new Start(List.of(shell(script)), gnupg);
    }

    /** After {@link #sealing}, whose results it verifies. */
    Race verifying(SealingProject project) {
        Map<String, String> gnupg = gnupgHome();
        TimedProcess.run(seal(project, List.of(), "verified"), folder);
        return new Race(
                "Verify 2,000 files, 500 MB",
                "The signature and every file; whole processes.",
                Measured.WHOLE,
                List.of(
                        new Contestant(COUNTERSIGN, round -> verify(Worker.MUCH_HASHING, "verified")),
                        new Contestant(DeployRaces.COUNTERSIGN_DEFAULT, round -> verify(List.of(), "verified")),
                        new Contestant(
                                TOOLS, round -> new Start(List.of(shell("""
                                gpg --batch --quiet --verify payload.tar.sig payload.tar
                                (cd '%s' && sha256sum --check --quiet) < SHA256SUMS
                                """.formatted(project.payload()))), gnupg))));
    }

    /** The same job on little and on much, with 64 MB of heap. */
    List<Race> memory() {
        SealingProject small = SealingProject.of(40, 10 * MEGABYTE, folder.resolve("small"));
        SealingProject large = SealingProject.of(40, 2_000 * MEGABYTE, folder.resolve("large"));
        Race sealing = new Race(
                "Memory: seal 10 MB and 2 GB",
                "With a heap of 64 MB.",
                Measured.WHOLE,
                List.of(
                        new Contestant(SMALL, round -> seal(small, LITTLE_HEAP, "small-sealed")),
                        new Contestant(LARGE, round -> seal(large, LITTLE_HEAP, "large-sealed"))));
        Race verifying = new Race(
                "Memory: verify 10 MB and 2 GB",
                "With a heap of 64 MB.",
                Measured.WHOLE,
                List.of(
                        new Contestant(SMALL, round -> verify(LITTLE_HEAP, "small-sealed")),
                        new Contestant(LARGE, round -> verify(LITTLE_HEAP, "large-sealed"))));
        return List.of(sealing, verifying);
    }

    private Start seal(SealingProject project, List<String> options, String output) {
        Path sealed = folder.resolve(output);
        delete(sealed);
        return Start.of(
                Worker.command(options, Worker.Job.SEAL, project.configuration(), sealed, stages, keys.secretKey()),
                Map.of());
    }

    private Start verify(List<String> options, String output) {
        Path release = folder.resolve(output).resolve("benchmark-" + SealingProject.VERSION + "-release.zip");
        return Start.of(Worker.command(options, Worker.Job.VERIFY, release, stages), Map.of());
    }

    private List<String> shell(String script) {
        return List.of("sh", "-e", "-c", "cd '" + folder + "'\n" + script);
    }

    /** A key for gpg without a passphrase, in a home of its own. */
    private Map<String, String> gnupgHome() {
        Path home = folder.resolve("gnupg");
        Map<String, String> variables = Map.of("GNUPGHOME", home.toString(), "LC_ALL", "C");
        if (!Files.exists(home)) {
            try {
                Files.createDirectory(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            TimedProcess.run(
                    List.of(
                            "gpg",
                            "--batch",
                            "--quiet",
                            "--passphrase",
                            "",
                            "--quick-generate-key",
                            "benchmark",
                            "ed25519"),
                    variables,
                    folder);
        }
        return variables;
    }

    /** gpg leaves its agent behind. */
    void stopAgent() {
        TimedProcess.run(List.of("gpgconf", "--kill", "gpg-agent"), gnupgHome(), folder);
    }

    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
