package io.countersign.command;

import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.Optional;

/** What a command needs from its host. */
public interface CommandContext {

    Progress progress();

    /** Shows something before the command goes on, such as what is about to be signed. */
    void show(Report report);

    Clock clock();

    /** Who acts, for ledgers: {@code user@host}. */
    String actor();

    /** The version of Countersign, for manifests and receipts. */
    String tool();

    /** @throws io.countersign.problem.CountersignException CREDENTIALS_MISSING where the reference leads nowhere */
    Login login(Target.Credentials credentials);

    /** An environment variable of the process in whose name the command runs. */
    Optional<String> environment(String name);

    /** The passphrase for a secret key: from settings, an environment variable, or asked for on a terminal. */
    Secret passphrase(String key);

    /** A user with a password; both may be empty. */
    record Login(Optional<String> user, Secret password) {}
}
