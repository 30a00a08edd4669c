package io.countersign.command;

import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A host as many deployments at once see it: asked for a secret by one of them at a time, and for a passphrase only once; told
 * of each target's warnings, not of its every step.
 */
final class WaveContext extends ForwardingContext {
    private final Map<String, Secret> passphrases = new ConcurrentHashMap<>();

    WaveContext(CommandContext host) {
        super(host);
    }

    /** The same host, for one target. */
    CommandContext of(String target) {
        return new One(target);
    }

    private synchronized void say(String line) {
        progress().info(line);
    }

    private synchronized void warnOf(String line) {
        progress().warn(line);
    }

    private final class One extends ForwardingContext implements Progress, Progress.Task {
        private final String target;

        One(String target) {
            super(WaveContext.this);
            this.target = target;
        }

        @Override
        public Progress progress() {
            return this;
        }

        @Override
        public void info(String message) {
            // two hundred targets with a dozen lines each would hide what matters
        }

        @Override
        public void warn(String message) {
            warnOf(target + ": " + message);
        }

        @Override
        public Task start(String name, long total, Unit unit) {
            return this;
        }

        @Override
        public void advance(long units) {
            // as info
        }

        @Override
        public void close() {
            // nothing is open
        }

        @Override
        public void show(Report report) {
            // a gate that refuses is told by the refusal
        }
    }

    /** One line of the whole rollout. */
    void tell(String line) {
        say(line);
    }

    @Override
    public synchronized Login login(Target.Credentials credentials) {
        return super.login(credentials);
    }

    @Override
    public synchronized Secret passphrase(String key) {
        return passphrases.computeIfAbsent(key, super::passphrase);
    }
}
