package io.countersign.database.backup;

import io.countersign.progress.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a task how many bytes went by. */
final class CountingInput extends FilterInputStream {
    private final Progress.Task task;

    CountingInput(InputStream in, Progress.Task task) {
        super(in);
        this.task = task;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        task.advance(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        task.advance(Math.max(read, 0));
        return read;
    }
}
