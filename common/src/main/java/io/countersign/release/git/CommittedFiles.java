package io.countersign.release.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** Files out of a commit's tree: the same bytes whatever the work tree was written with. */
final class CommittedFiles {
    private final Repository repository;
    private final RevCommit commit;

    CommittedFiles(Repository repository, RevCommit commit) {
        this.repository = repository;
        this.commit = commit;
    }

    List<GitFile> below(String folder) throws IOException {
        List<GitFile> files = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(repository, reader)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            if (!folder.isEmpty()) {
                walk.setFilter(PathFilter.create(folder));
            }
            while (walk.next()) {
                String path = Modes.below(folder, walk.getPathString());
                FileMode mode = walk.getFileMode(0);
                ObjectId blob = walk.getObjectId(0);
                GitFile.Kind kind = Modes.kind(mode);
                boolean file = kind == GitFile.Kind.FILE || kind == GitFile.Kind.EXECUTABLE;
                long size = file ? reader.getObjectSize(blob, Constants.OBJ_BLOB) : 0;
                if (file
                        && LfsPointer.mayBe(size)
                        && LfsPointer.is(reader.open(blob).getBytes())) {
                    kind = GitFile.Kind.LFS_POINTER;
                }
                files.add(new GitFile(
                        path,
                        kind,
                        size,
                        () -> repository.open(blob, Constants.OBJ_BLOB).openStream()));
            }
        }
        return List.copyOf(files);
    }
}
