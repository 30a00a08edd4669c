package io.countersign.benchmark;

import io.countersign.command.CommandContext;
import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.Optional;

/** A host that shows nothing; logins and keys come from the process's environment, as in a build. */
final class BenchmarkContext implements CommandContext {
    static final String USER = "BENCHMARK_USER";
    static final String PASSWORD = "BENCHMARK_PASSWORD";

    @Override
    public Progress progress() {
        return Progress.silent();
    }

    @Override
    public void show(Report report) {
        // nobody looks
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String actor() {
        return "benchmark@here";
    }

    @Override
    public String tool() {
        return "benchmark";
    }

    @Override
    public Login login(Target.Credentials credentials) {
        return new Login(environment(USER), Secret.of(environment(PASSWORD).orElse("")));
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public Secret passphrase(String key) {
        return Secret.none();
    }
}
