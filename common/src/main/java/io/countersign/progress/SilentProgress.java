package io.countersign.progress;

enum SilentProgress implements Progress, Progress.Task {
    INSTANCE;

    @Override
    public void info(String message) {
        // silence is this class's whole purpose
    }

    @Override
    public void warn(String message) {
        // as above
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        return this;
    }

    @Override
    public void advance(long units) {
        // as above
    }

    @Override
    public void close() {
        // nothing is open
    }
}
