package io.countersign.release.git;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** Files of the work tree that are not ignored, with the bytes that {@code git add} would store. */
final class WorkTreeFiles {
    private static final int INDEX = 0;
    private static final int TREE = 1;

    private final Repository repository;

    WorkTreeFiles(Repository repository) {
        this.repository = repository;
    }

    List<GitFile> below(String folder) throws IOException {
        List<GitFile> files = new ArrayList<>();
        try (TreeWalk walk = walk(folder)) {
            while (walk.next()) {
                WorkingTreeIterator tree = walk.getTree(TREE, WorkingTreeIterator.class);
                DirCacheIterator index = walk.getTree(INDEX, DirCacheIterator.class);
                boolean deleted = tree == null;
                if (deleted || (index == null && tree.isEntryIgnored())) {
                    continue;
                }
                FileMode mode = index == null ? tree.getEntryFileMode() : tree.getIndexFileMode(index);
                if (mode.equals(FileMode.TREE)) {
                    walk.enterSubtree();
                    continue;
                }
                String path = walk.getPathString();
                GitFile.Kind kind = Modes.kind(mode);
                boolean file = kind == GitFile.Kind.FILE || kind == GitFile.Kind.EXECUTABLE;
                files.add(new GitFile(
                        Modes.below(folder, path), kind, file ? tree.getEntryContentLength() : 0, () -> open(path)));
            }
        }
        return List.copyOf(files);
    }

    private InputStream open(String path) throws IOException {
        TreeWalk walk = walk(path);
        try {
            while (walk.next()) {
                WorkingTreeIterator tree = walk.getTree(TREE, WorkingTreeIterator.class);
                if (tree == null) {
                    break;
                }
                if (walk.getPathString().equals(path)) {
                    return new FilterInputStream(tree.openEntryStream()) {
                        @Override
                        public void close() throws IOException {
                            try (walk) {
                                super.close();
                            }
                        }
                    };
                }
                walk.enterSubtree();
            }
        } catch (IOException | RuntimeException e) {
            walk.close();
            throw e;
        }
        walk.close();
        throw new FileNotFoundException(path);
    }

    private TreeWalk walk(String path) throws IOException {
        TreeWalk walk = new TreeWalk(repository);
        walk.setOperationType(TreeWalk.OperationType.CHECKIN_OP);
        DirCache cache = repository.readDirCache();
        walk.addTree(new DirCacheIterator(cache));
        FileTreeIterator tree = new FileTreeIterator(repository);
        walk.addTree(tree);
        tree.setDirCacheIterator(walk, INDEX);
        if (!path.isEmpty()) {
            walk.setFilter(PathFilter.create(path));
        }
        return walk;
    }
}
