package io.countersign.release.git;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The git repository a project lives in, its checked-out commit, and what git says of its files. */
public final class SourceRepository implements AutoCloseable {
    private static final int CHANGES_SHOWN = 5;

    private final Repository repository;
    private final RevCommit head;

    private SourceRepository(Repository repository, RevCommit head) {
        this.repository = repository;
        this.head = head;
    }

    /**
     * Opens the repository that the folder is in: its own, or the nearest one above. Linked work trees are fine.
     *
     * @throws CountersignException GIT_REPOSITORY_MISSING, also where the repository has no commit or no work tree
     */
    public static SourceRepository around(Path folder) {
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .setMustExist(true)
                .findGitDir(folder.toAbsolutePath().normalize().toFile());
        if (builder.getGitDir() == null) {
            throw missing(folder + " is in no git repository", "git init && git add . && git commit");
        }
        Repository repository;
        try {
            repository = builder.build();
        } catch (RepositoryNotFoundException e) {
            throw missing(folder + " is in no git repository", "git init && git add . && git commit");
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(folder, e);
        }
        try {
            SourceRepository opened = new SourceRepository(repository, head(folder, repository));
            opened.requireHolds(folder);
            return opened;
        } catch (RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private static RevCommit head(Path folder, Repository repository) {
        if (repository.isBare()) {
            throw missing(
                    "The git repository around " + folder + " is bare: it has no work tree",
                    "git clone " + repository.getDirectory());
        }
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(Constants.HEAD);
            if (id == null) {
                throw missing("The git repository around " + folder + " has no commit yet", "git add . && git commit");
            }
            return walk.parseCommit(id);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A repository may have been told to keep its files elsewhere; what lies here is then none of them. */
    private void requireHolds(Path folder) {
        try {
            if (!folder.toRealPath().startsWith(workTree().toRealPath())) {
                throw missing(
                        folder + " is not in the work tree of its git repository, which is " + workTree(),
                        "git config --unset core.worktree");
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** The folder that git's paths are relative to. */
    public Path workTree() {
        return repository.getWorkTree().toPath();
    }

    /** The id of the commit that is checked out, 40 hexadecimal digits. */
    public String commit() {
        return head.name();
    }

    /** The committer's time, in seconds since 1970-01-01T00:00:00Z. */
    public long time() {
        // getCommitTime() is an int, which ends in 2038
        return head.getCommitterIdent().getWhenAsInstant().getEpochSecond();
    }

    /** The tags of the commit that is checked out, by name. */
    public List<GitTag> tagsAtHead() {
        try {
            List<GitTag> tags = new ArrayList<>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                GitTag tag = tag(ref);
                if (tag.commit().equals(commit())) {
                    tags.add(tag);
                }
            }
            return List.copyOf(tags);
        } catch (IOException e) {
            throw unreadable(workTree(), e);
        }
    }

    /** A tag of any commit. */
    public Optional<GitTag> tag(String name) {
        if (!Repository.isValidRefName(Constants.R_TAGS + name)) {
            // a name with ".." in it would lead to a branch
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("\"%s\" cannot be the name of a tag.", name)
                    .expected("a name that git allows: see git help check-ref-format.")
                    .remedy("Correct the pattern of the tag in countersign.yml.")
                    .build();
        }
        try {
            Ref ref = repository.getRefDatabase().exactRef(Constants.R_TAGS + name);
            return ref == null ? Optional.empty() : Optional.of(tag(ref));
        } catch (IOException e) {
            throw unreadable(workTree(), e);
        }
    }

    private GitTag tag(Ref ref) throws IOException {
        Ref peeled = repository.getRefDatabase().peel(ref);
        boolean annotated = peeled.getPeeledObjectId() != null;
        ObjectId target = annotated ? peeled.getPeeledObjectId() : peeled.getObjectId();
        return new GitTag(
                ref.getName().substring(Constants.R_TAGS.length()),
                target.name(),
                annotated ? Optional.of(ref.getObjectId().name()) : Optional.empty());
    }

    /**
     * The tag of that name, which is at the commit that is checked out.
     *
     * @throws CountersignException TAG_MISSING, or TAG_MISMATCH where it is at another commit
     */
    public GitTag tagAtHead(String name) {
        Optional<GitTag> tag = tag(name);
        if (tag.isEmpty()) {
            List<String> others = tagsAtHead().stream().map(GitTag::name).toList();
            throw CountersignException.problem(ProblemCode.TAG_MISSING)
                    .found(
                            "There is no tag %s; commit %s carries %s.",
                            name, commit(), others.isEmpty() ? "no tag" : String.join(", ", others))
                    .expected("tag %s at this commit.", name)
                    .remedy("Run: git tag -s %s -m %s (or -a instead of -s, for a tag without signature).", name, name)
                    .build();
        }
        if (!tag.get().commit().equals(commit())) {
            throw CountersignException.problem(ProblemCode.TAG_MISMATCH)
                    .found(
                            "Tag %s is at commit %s, but %s is checked out.",
                            name, tag.get().commit(), commit())
                    .expected("the commit of the tag, or another version.")
                    .remedy(
                            "To seal what was tagged, run: git checkout %s. For this commit, choose a new version.",
                            name)
                    .build();
        }
        return tag.get();
    }

    /** The raw bytes of an annotated tag; empty where the repository has no such tag. */
    public Optional<byte[]> tagObject(String object) {
        return rawObject(object, Constants.OBJ_TAG);
    }

    /** The raw bytes of a commit; empty where the repository has no such commit. */
    public Optional<byte[]> commitObject(String object) {
        return rawObject(object, Constants.OBJ_COMMIT);
    }

    private Optional<byte[]> rawObject(String object, int type) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevObject found = walk.parseAny(ObjectId.fromString(object));
            if (found.getType() != type) {
                return Optional.empty();
            }
            ObjectLoader loader = repository.open(found, type);
            return Optional.of(loader.getBytes());
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(workTree(), e);
        }
    }

    /** What {@code git status} would list: changed, added, removed, untracked (but not ignored) files, sorted. */
    public List<String> changes() {
        try (Git git = new Git(repository)) {
            Status status = git.status().call();
            TreeSet<String> changes = new TreeSet<>(status.getUncommittedChanges());
            changes.addAll(status.getUntracked());
            return List.copyOf(changes);
        } catch (GitAPIException e) {
            throw unreadable(workTree(), e);
        }
    }

    /** @throws CountersignException WORK_TREE_DIRTY, naming some of the files */
    public void requireClean() {
        List<String> changes = changes();
        if (changes.isEmpty()) {
            return;
        }
        int more = changes.size() - CHANGES_SHOWN;
        throw CountersignException.problem(ProblemCode.WORK_TREE_DIRTY)
                .found(
                        "%d files in %s are changed, or unknown to git: %s%s.",
                        changes.size(),
                        workTree(),
                        String.join(", ", changes.subList(0, Math.min(changes.size(), CHANGES_SHOWN))),
                        more > 0 ? " and " + more + " more" : "")
                .expected("a work tree that is exactly commit %s.", commit())
                .remedy("Run git status, then commit the files, put them aside by git stash -u, or ignore them"
                        + " in .gitignore.")
                .build();
    }

    /** The files below a folder of the work tree as the commit has them, sorted by git; empty where it has none. */
    public List<GitFile> committed(Path folder) {
        try {
            return new CommittedFiles(repository, head).below(pathOf(folder));
        } catch (IOException e) {
            throw unreadable(workTree(), e);
        }
    }

    /**
     * The files below a folder as a commit of the work tree would have them now, without the ignored ones. Empty where there
     * are none.
     */
    public List<GitFile> uncommitted(Path folder) {
        try {
            return new WorkTreeFiles(repository).below(pathOf(folder));
        } catch (IOException e) {
            throw unreadable(workTree(), e);
        }
    }

    private String pathOf(Path folder) throws IOException {
        Path tree = workTree().toRealPath();
        Path real = tree.resolve(tree.relativize(
                folder.toAbsolutePath().normalize().startsWith(tree)
                        ? folder.toAbsolutePath().normalize()
                        : folder.toRealPath()));
        return tree.relativize(real).toString().replace('\\', '/');
    }

    @Override
    public void close() {
        repository.close();
    }

    private static CountersignException missing(String found, String command) {
        return CountersignException.problem(ProblemCode.GIT_REPOSITORY_MISSING)
                .found("%s.", found)
                .expected("a git work tree with at least one commit: a release is sealed from a commit.")
                .remedy("Run: %s", command)
                .build();
    }

    private static CountersignException unreadable(Path folder, Exception e) {
        return CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                .found("The git repository around %s cannot be read: %s.", folder, e.getMessage())
                .remedy("Run git fsck there; a shallow or partial clone may lack what is needed.")
                .causedBy(e);
    }
}
