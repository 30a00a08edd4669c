package io.countersign.command;

import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.secret.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    record Login(Optional<String> user, Secret password) {

        /**
         * What credentials lead to.
         *
         * @param kept what the host keeps under an id
         * @param variable the value of an environment variable, which is there
         */
        public static Login of(
                Target.Credentials credentials, Function<String, Login> kept, UnaryOperator<String> variable) {
            if (credentials instanceof Target.Credentials.Reference reference) {
                return kept.apply(reference.id());
            }
            if (credentials instanceof Target.Credentials.Environment names) {
                return new Login(
                        Optional.of(variable.apply(names.user())), Secret.of(variable.apply(names.password())));
            }
            if (credentials instanceof Target.Credentials.UserOnly user) {
                return new Login(Optional.of(user.user()), Secret.none());
            }
            return new Login(Optional.empty(), Secret.none());
        }
    }
}
