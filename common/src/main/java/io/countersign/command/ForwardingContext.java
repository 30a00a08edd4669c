package io.countersign.command;

import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.Optional;

/** Another host behind this one, which answers whatever is not answered here. */
abstract class ForwardingContext implements CommandContext {
    private final CommandContext behind;

    ForwardingContext(CommandContext behind) {
        this.behind = behind;
    }

    @Override
    public Progress progress() {
        return behind.progress();
    }

    @Override
    public void show(Report report) {
        behind.show(report);
    }

    @Override
    public Clock clock() {
        return behind.clock();
    }

    @Override
    public String actor() {
        return behind.actor();
    }

    @Override
    public String tool() {
        return behind.tool();
    }

    @Override
    public Login login(Target.Credentials credentials) {
        return behind.login(credentials);
    }

    @Override
    public Optional<String> environment(String name) {
        return behind.environment(name);
    }

    @Override
    public Secret passphrase(String key) {
        return behind.passphrase(key);
    }
}
