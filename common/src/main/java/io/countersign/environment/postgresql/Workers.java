package io.countersign.environment.postgresql;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A few threads, each with a connection to either side, that share work. */
final class Workers implements AutoCloseable {
    /** More gain little: each has two servers' processes work for it. */
    static final int COUNT = 2;

    /** Connections of one worker. */
    record Worker(Side source, Side target) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
            target.close();
        }
    }

    /** A piece of work. */
    @FunctionalInterface
    interface Work {
        void by(Worker worker);
    }

    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT, work -> {
        Thread thread = new Thread(work, "countersign-clone");
        thread.setDaemon(true);
        return thread;
    });

    Workers(Supplier<Worker> connections) {
        try {
            for (int i = 0; i < COUNT; i++) {
                workers.add(connections.get());
            }
        } catch (CountersignException e) {
            close();
            throw e;
        }
    }

    /** Does everything, or throws what failed first; what was not begun by then is not done. */
    void run(List<Work> all) {
        run(all, workers);
    }

    /** Likewise, one after the other. */
    void runByOne(List<Work> all) {
        run(all, workers.subList(0, 1));
    }

    private void run(List<Work> all, List<Worker> some) {
        Queue<Work> waiting = new ConcurrentLinkedQueue<>(all);
        List<Future<?>> running = new ArrayList<>();
        for (Worker worker : some) {
            running.add(threads.submit(() -> {
                try {
                    for (Work work = waiting.poll(); work != null; work = waiting.poll()) {
                        work.by(worker);
                    }
                } catch (RuntimeException | Error e) {
                    waiting.clear();
                    throw e;
                }
            }));
        }
        RuntimeException failure = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                RuntimeException found = e.getCause() instanceof CountersignException known
                        ? known
                        : new IllegalStateException(e.getCause());
                if (failure == null) {
                    failure = found;
                } else {
                    failure.addSuppressed(found);
                }
            } catch (InterruptedException e) {
                waiting.clear();
                workers.forEach(Worker::close);
                Thread.currentThread().interrupt();
                throw CountersignException.problem(ProblemCode.INTERRUPTED)
                        .found("The clone was interrupted.")
                        .remedy("Repeat the command.")
                        .causedBy(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        workers.forEach(Worker::close);
    }
}
