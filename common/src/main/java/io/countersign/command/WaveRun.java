package io.countersign.command;

import io.countersign.problem.Awaited;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.WavePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Deploys to targets wave by wave, several at a time, and begins no other one once too many have failed. It keeps no state of
 * its own: what is done already, each target's ledger says.
 */
final class WaveRun {
    private final WavePolicy policy;
    private final int all;
    private final WaveContext context;
    private final Function<String, DeployCommand> deployment;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** @param all how many targets there are */
    WaveRun(WavePolicy policy, int all, WaveContext context, Function<String, DeployCommand> deployment) {
        this.policy = policy;
        this.all = all;
        this.context = context;
        this.deployment = deployment;
    }

    /** Whether no other target may be begun. */
    boolean isStopped() {
        return failures.get() >= policy.stop().of(all);
    }

    /** @throws CountersignException INTERRUPTED, when everything that had begun has come to its end */
    List<RolloutLine> run(int wave, List<String> targets) {
        if (targets.isEmpty()) {
            return List.of();
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(policy.parallel(), targets.size()), work -> {
            Thread thread = new Thread(work, "countersign-wave");
            // Liquibase looks up services by it, and a host such as Maven has one for each plugin
            thread.setContextClassLoader(loader);
            return thread;
        });
        try {
            List<Future<RolloutLine>> lines = new ArrayList<>();
            for (String target : targets) {
                lines.add(workers.submit(() -> line(wave, target)));
            }
            return lines.stream().map(Awaited::result).toList();
        } finally {
            end(workers);
        }
    }

    /** Deployments that are asked to stop take back what they have done; that is waited for. */
    private static void end(ExecutorService workers) {
        boolean asked = Thread.interrupted();
        workers.shutdownNow();
        boolean ended = false;
        while (!ended) {
            try {
                ended = workers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                asked = true;
            }
        }
        if (asked) {
            Thread.currentThread().interrupt();
        }
    }

    private RolloutLine line(int wave, String target) {
        if (isStopped() || Thread.currentThread().isInterrupted()) {
            return RolloutLine.waiting(target, wave);
        }
        RolloutLine line = attempt(wave, target);
        if (!line.isThere()) {
            failures.incrementAndGet();
        }
        context.tell("Wave " + wave + ": " + target + " "
                + switch (line.outcome()) {
                    case DEPLOYED -> "was deployed to";
                    case PRESENT -> "has it already";
                    case FAILED -> "FAILED: [" + line.code().orElse("") + "] " + line.detail();
                    case WAITING -> "waits";
                }
                + " (" + done.incrementAndGet() + " of " + all + ")");
        return line;
    }

    private RolloutLine attempt(int wave, String target) {
        try {
            return RolloutLine.of(target, wave, deployment.apply(target).execute(context.of(target)));
        } catch (CountersignException e) {
            return RolloutLine.failed(target, wave, e);
        } catch (RuntimeException e) {
            return RolloutLine.failed(
                    target,
                    wave,
                    CountersignException.problem(ProblemCode.INTERNAL)
                            .found("%s", "Something went wrong that should not: " + e)
                            .causedBy(e));
        }
    }
}
