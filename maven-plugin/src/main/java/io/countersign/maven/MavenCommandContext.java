package io.countersign.maven;

import io.countersign.command.CommandContext;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.BarProgress;
import io.countersign.progress.LineProgress;
import io.countersign.progress.Progress;
import io.countersign.promotion.Target;
import io.countersign.report.Report;
import io.countersign.report.TextRenderer;
import io.countersign.secret.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Maven as a host: credentials from {@code settings.xml}, progress to its log. */
final class MavenCommandContext implements CommandContext {
    private static final String PASSPHRASE_VARIABLE = "COUNTERSIGN_PASSPHRASE";

    private final MavenSession session;
    private final SettingsDecrypter decrypter;
    private final String passphraseServer;
    private final String tool;
    private final Log log;
    private final Progress progress;

    MavenCommandContext(
            MavenSession session, SettingsDecrypter decrypter, String passphraseServer, String tool, Log log) {
        this.session = session;
        this.decrypter = decrypter;
        this.passphraseServer = passphraseServer;
        this.tool = tool;
        this.log = log;
        this.progress = progress(Terminal.of(session), log);
    }

    /** A quiet build shows no bar either. */
    private static Progress progress(Terminal terminal, Log log) {
        return terminal.drawing() && log.isInfoEnabled()
                ? new BarProgress(log::info, log::warn, MavenCommandContext::print, terminal.width())
                : new LineProgress(log::info, log::warn);
    }

    private static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void show(Report report) {
        Terminal terminal = Terminal.of(session);
        new TextRenderer(terminal.width(), terminal.colour()).render(report).forEach(log::info);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String actor() {
        return System.getProperty("user.name", "unknown") + "@" + host();
    }

    private static String host() {
        String named = Optional.ofNullable(System.getenv("HOSTNAME"))
                .orElseGet(() -> String.valueOf(System.getenv("COMPUTERNAME")));
        if (!named.equals("null") && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String tool() {
        return tool;
    }

    @Override
    public Login login(Target.Credentials credentials) {
        return Login.of(credentials, this::kept, this::variable);
    }

    private Login kept(String id) {
        Server server = server(id)
                .orElseThrow(() -> missing(
                        "There is no <server> with the id \"" + id + "\" in settings.xml.",
                        "Add it there with username and password (encrypted by mvn --encrypt-password)."));
        return new Login(
                Optional.ofNullable(server.getUsername()),
                server.getPassword() == null ? Secret.none() : Secret.of(server.getPassword()));
    }

    private String variable(String name) {
        return environment(name)
                .orElseThrow(() -> missing(
                        "The environment variable " + name + " is not set.",
                        "Set it for this process, or use credentials: {id: …}."));
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public Secret passphrase(String key) {
        return environment(PASSPHRASE_VARIABLE).map(Secret::of).orElseGet(this::passphraseFromSettings);
    }

    private Secret passphraseFromSettings() {
        Optional<Server> server = server(passphraseServer);
        return server.flatMap(entry -> Optional.ofNullable(entry.getPassphrase()))
                .or(() -> server.flatMap(entry -> Optional.ofNullable(entry.getPassword())))
                .map(Secret::of)
                .orElse(Secret.none());
    }

    private Optional<Server> server(String id) {
        Server found = session.getSettings().getServer(id);
        if (found == null) {
            return Optional.empty();
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(found));
        List<SettingsProblem> problems = result.getProblems().stream()
                .filter(problem -> problem.getSeverity() != SettingsProblem.Severity.WARNING)
                .toList();
        if (!problems.isEmpty()) {
            throw missing(
                    "The <server> \"" + id + "\" of settings.xml cannot be decrypted.",
                    "Check settings-security.xml and encrypt the password again.");
        }
        return Optional.of(result.getServer());
    }

    private static CountersignException missing(String found, String remedy) {
        return CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                .found("%s", found)
                .remedy("%s", remedy)
                .build();
    }
}
