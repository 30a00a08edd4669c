package io.countersign.database.backup;

import io.countersign.progress.Progress;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells a task how many bytes went by. */
final class CountingOutput extends FilterOutputStream {
    private final Progress.Task task;

    CountingOutput(OutputStream out, Progress.Task task) {
        super(out);
        this.task = task;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        task.advance(1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        task.advance(length);
    }
}
