package io.countersign.release.git;

import org.eclipse.jgit.lib.FileMode;

/** What both ways of listing files share. */
final class Modes {
    private Modes() {}

    static GitFile.Kind kind(FileMode mode) {
        if (mode.equals(FileMode.SYMLINK)) {
            return GitFile.Kind.LINK;
        }
        if (mode.equals(FileMode.GITLINK)) {
            return GitFile.Kind.SUBMODULE;
        }
        return mode.equals(FileMode.EXECUTABLE_FILE) ? GitFile.Kind.EXECUTABLE : GitFile.Kind.FILE;
    }

    /** The path relative to the folder. A file in the place of the folder keeps its name. */
    static String below(String folder, String path) {
        return folder.isEmpty() || path.equals(folder) ? path : path.substring(folder.length() + 1);
    }
}
