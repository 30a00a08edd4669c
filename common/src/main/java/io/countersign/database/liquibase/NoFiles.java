package io.countersign.database.liquibase;

import io.countersign.release.ChangelogFiles;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** For work that reads no changelog. */
enum NoFiles implements ChangelogFiles {
    INSTANCE;

    @Override
    public boolean exists(String path) {
        return false;
    }

    @Override
    public boolean isFolder(String path) {
        return false;
    }

    @Override
    public List<String> below(String folder, int depth) {
        return List.of();
    }

    @Override
    public InputStream open(String path) throws NoSuchFileException {
        throw new NoSuchFileException(path);
    }

    @Override
    public String place() {
        return "nowhere";
    }
}
