package io.countersign.jenkins.configuration;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Node;
import hudson.model.Run;
import io.countersign.jenkins.agent.AgentCommand;
import io.countersign.jenkins.agent.PathFiles;
import io.countersign.jenkins.agent.ProvidedPath;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.Stage;
import io.countersign.release.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The promotion paths that administrators keep, and the choice that a step makes among them. */
public final class PromotionPaths {
    private PromotionPaths() {}

    /**
     * One path with its keeper.
     *
     * @param keeper the full name of a folder; empty for Jenkins itself
     */
    public record Kept(ConfiguredPath path, String keeper, OwnerCredentials credentials) {

        PathFiles files() throws IOException {
            return path.files(credentials);
        }

        /** The path as it is now; administrators may have changed it since it was last asked for. */
        public PathReading.ReadPath read() throws IOException {
            return PathReading.whole(files());
        }

        /** A Jenkinsfile moves releases through gates. Whatever would go past them, an administrator has to grant. */
        public void requireGranted(String operation, String asked) throws IOException {
            if (path.isGranted(operation)) {
                return;
            }
            Stage stage = read().path().stage(asked);
            if (!(stage.entry().approvals() instanceof ApprovalRule.Nobody)) {
                throw AgentCommand.refused(CountersignException.problem(ProblemCode.OPERATION_NOT_GRANTED)
                        .found(
                                "Stage %s asks for approvals (%s), and \"%s\" needs none.",
                                stage.name(), stage.entry().approvals().text(), operation)
                        .expected("a promotion path whose administrator grants \"%s\".", operation)
                        .remedy("Do it on a stage without approvals, or let an administrator grant it.")
                        .build());
            }
        }

        public ProvidedPath provided(Node node) throws IOException {
            FilePath root = node.getRootPath();
            if (root == null) {
                throw new AbortException("The agent " + node.getNodeName() + " is offline.");
            }
            String folder = keeper.isEmpty()
                    ? "global"
                    : keeper.replaceAll("[^A-Za-z0-9_.-]", "_") + "-"
                            + Digest.of(keeper).abbreviated();
            return new ProvidedPath(
                    files(),
                    root.child("countersign")
                            .child("paths")
                            .child(folder)
                            .child(path.getName())
                            .getRemote());
        }
    }

    /** By name. What is kept further out wins, so that no folder can replace what holds for all. */
    public static Map<String, Kept> applyingTo(Item item) {
        Map<String, Kept> applying = new LinkedHashMap<>();
        add(applying, CountersignConfiguration.get().getPaths(), "", OwnerCredentials.of(Jenkins.get()));
        Deque<AbstractFolder<?>> folders = new ArrayDeque<>();
        ItemGroup<?> group = item.getParent();
        while (group instanceof Item inner) {
            if (group instanceof AbstractFolder<?> folder) {
                folders.push(folder);
            }
            group = inner.getParent();
        }
        for (AbstractFolder<?> folder : folders) {
            FolderPaths paths = folder.getProperties().get(FolderPaths.class);
            if (paths == null) {
                requireNone(folder);
            } else {
                requireSealed(paths, folder);
                add(applying, paths.getPaths(), folder.getFullName(), OwnerCredentials.of(folder));
            }
        }
        return applying;
    }

    /** Whoever may configure a folder may send its XML, and with it any paths. */
    private static void requireSealed(FolderPaths paths, AbstractFolder<?> folder) {
        if (!paths.isSealedFor(folder)) {
            throw unsealed("The promotion paths of the folder " + folder.getFullName()
                    + " were not written there by an administrator, or were changed, copied or moved since.");
        }
        if (paths.isOutdated(folder)) {
            throw unsealed("The promotion paths of the folder " + folder.getFullName()
                    + " are not those that an administrator wrote there last.");
        }
    }

    private static void requireNone(AbstractFolder<?> folder) {
        if (FolderSeals.get().knows(folder.getFullName())) {
            throw unsealed("The promotion paths that an administrator wrote in the folder " + folder.getFullName()
                    + " were taken away by somebody who is none.");
        }
    }

    private static CountersignException unsealed(String found) {
        return CountersignException.problem(ProblemCode.PROMOTION_PATH_UNKNOWN)
                .found("%s", found)
                .expected("what an administrator has saved in the folder's form.")
                .remedy("Let an administrator look at the folder's form and save it.")
                .build();
    }

    private static void add(
            Map<String, Kept> applying, List<ConfiguredPath> paths, String keeper, OwnerCredentials credentials) {
        paths.forEach(path -> applying.putIfAbsent(path.getName(), new Kept(path, keeper, credentials)));
    }

    /**
     * The path that a step goes by.
     *
     * @param named by the step; empty for none
     * @param file the file of the workspace that the step names; empty for none
     * @return empty where no administrator keeps a path for the job, so that the workspace's own file counts
     */
    public static Optional<Kept> choose(Run<?, ?> run, String named, String file) throws AbortException {
        Map<String, Kept> applying = applyingTo(run.getParent());
        if (named.isEmpty()
                && applying.isEmpty()
                && CountersignConfiguration.get().isWorkspaceFiles()) {
            return Optional.empty();
        }
        if (named.isEmpty() || !file.isEmpty()) {
            throw AgentCommand.refused(CountersignException.problem(ProblemCode.PROMOTION_PATH_IMPOSED)
                    .found("The step goes by %s of the workspace.", file.isEmpty() ? PathFiles.STAGES : file)
                    .expected(
                            "a promotion path that an administrator keeps for this job: %s.",
                            applying.isEmpty() ? "there is none yet" : names(applying))
                    .remedy("Write promotionPath: 'NAME', and leave out stages.")
                    .build());
        }
        Kept kept = applying.get(named);
        if (kept == null) {
            throw AgentCommand.refused(unknown(named, applying));
        }
        return Optional.of(kept);
    }

    /**
     * For steps that cannot go by a file of the workspace.
     *
     * @throws CountersignException PROMOTION_PATH_UNKNOWN
     */
    public static Kept require(Run<?, ?> run, String named) {
        Map<String, Kept> applying = applyingTo(run.getParent());
        Kept kept = applying.get(named);
        if (kept == null) {
            throw unknown(named, applying);
        }
        return kept;
    }

    private static CountersignException unknown(String named, Map<String, Kept> applying) {
        return CountersignException.problem(ProblemCode.PROMOTION_PATH_UNKNOWN)
                .found(
                        "%s",
                        named.isEmpty()
                                ? "No promotion path was named."
                                : "There is no promotion path \"" + named + "\" for this job.")
                .expected(
                        "%s.",
                        applying.isEmpty()
                                ? "one that an administrator keeps for this job"
                                : "one of " + names(applying))
                .remedy("Let an administrator add it to Jenkins or to the job's folder.")
                .build();
    }

    private static String names(Map<String, Kept> applying) {
        return String.join(", ", applying.keySet());
    }
}
