package io.countersign.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.signature.Evidence;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;

/** The evidence of a release, between the agent's workspace and the controller. Only ever added to, on both sides. */
public final class EvidenceFiles {
    /** The controller keeps what a build brings along, so a build must not bring too much. */
    private static final long MOST_BYTES = 32L << 20;

    private static final int MOST_FILES = 1_000;

    private EvidenceFiles() {}

    public static void fetch(FilePath from, Path to) throws IOException, InterruptedException {
        receive(to, from.act(new Read()));
    }

    /** The agent was told the bounds and may not have kept to them: its process belongs to whoever can run builds there. */
    public static void receive(Path to, TreeMap<String, byte[]> files) throws AbortException {
        long bytes =
                files.values().stream().mapToLong(content -> content.length).sum();
        if (bytes > MOST_BYTES || files.size() > MOST_FILES) {
            throw tooMuch(to, "it holds too much");
        }
        add(to, files);
    }

    public static void push(Path from, FilePath to) throws IOException, InterruptedException {
        to.act(new Add(read(from)));
    }

    private static void add(Path folder, TreeMap<String, byte[]> files) {
        Evidence evidence = Evidence.open(folder);
        files.forEach(evidence::addFile);
    }

    private static TreeMap<String, byte[]> read(Path folder) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        List<Path> all;
        try (Stream<Path> list = Files.list(folder)) {
            all = list.filter(path -> !nameOf(path).startsWith("."))
                    .limit(MOST_FILES + 1L)
                    .toList();
        }
        long bytes = 0;
        for (Path path : all) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw tooMuch(folder, nameOf(path) + " is a link or a folder");
            }
            bytes += Files.size(path);
            if (bytes > MOST_BYTES || all.size() > MOST_FILES) {
                throw tooMuch(folder, "it holds too much");
            }
            files.put(nameOf(path), Files.readAllBytes(path));
        }
        return files;
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static AbortException tooMuch(Path folder, String why) {
        return AgentCommand.refused(CountersignException.problem(ProblemCode.EVIDENCE_INVALID)
                .found("The evidence in %s cannot be taken to the controller: %s.", folder, why)
                .expected("at most %d files with 32 MiB altogether.", MOST_FILES)
                .remedy("Check that it is the evidence folder of the release.")
                .build());
    }

    private static final class Read extends MasterToSlaveFileCallable<TreeMap<String, byte[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public TreeMap<String, byte[]> invoke(File folder, VirtualChannel channel) throws IOException {
            return read(folder.toPath());
        }
    }

    private static final class Add extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;

        private final TreeMap<String, byte[]> files;

        Add(TreeMap<String, byte[]> files) {
            this.files = files;
        }

        @Override
        public Void invoke(File folder, VirtualChannel channel) throws IOException {
            try {
                add(folder.toPath(), files);
                return null;
            } catch (CountersignException e) {
                throw AgentCommand.translated(e);
            }
        }
    }
}
