package io.countersign.environment;

import io.countersign.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/** Passes everything on and notes how long it was until the next message: the steps of an operation and their durations. */
final class TimedProgress implements Progress {

    private final Progress progress;
    private final List<CloneStep> steps = new ArrayList<>();
    private String current = "";
    private long since = System.nanoTime();

    TimedProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void info(String message) {
        turnTo(message);
        progress.info(message);
    }

    @Override
    public void warn(String message) {
        progress.warn(message);
    }

    @Override
    public Task start(String name, long total, Unit unit) {
        return progress.start(name, total, unit);
    }

    private void turnTo(String next) {
        long now = System.nanoTime();
        if (!current.isEmpty()) {
            steps.add(new CloneStep(current, (now - since) / 1_000_000));
        }
        current = next;
        since = now;
    }

    /** The steps so far; the last one ends now. */
    List<CloneStep> steps() {
        turnTo("");
        return List.copyOf(steps);
    }
}
