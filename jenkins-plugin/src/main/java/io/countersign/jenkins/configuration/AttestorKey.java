package io.countersign.jenkins.configuration;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.util.Secret;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.signature.SigningKey;
import io.countersign.signature.openpgp.KeyMaker;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The key by which this Jenkins attests that the owner of an account approved. It is made on first use, kept encrypted on the
 * controller, and never leaves it: neither a job nor an agent nor an export of the configuration gets to see it.
 */
@Extension
public final class AttestorKey {
    private Kept kept;

    /** What is kept on the disk. */
    private static final class Kept {
        private final Secret secretKey;
        private final String publicKey;

        Kept(Secret secretKey, String publicKey) {
            this.secretKey = secretKey;
            this.publicKey = publicKey;
        }
    }

    public static AttestorKey get() {
        return ExtensionList.lookupSingleton(AttestorKey.class);
    }

    /** Armoured. */
    String publicKey() {
        return kept().publicKey;
    }

    public SigningKey key() {
        return OpenPgp.secretKey(
                "The key of this Jenkins",
                kept().secretKey.getPlainText().getBytes(StandardCharsets.UTF_8),
                io.countersign.secret.Secret.none());
    }

    public String fingerprint() {
        return OpenPgp.keyring(publicKey()).persons().get(0).fingerprint();
    }

    private synchronized Kept kept() {
        if (kept == null) {
            XmlFile file = file();
            try {
                kept = file.exists() ? (Kept) file.read() : make();
                if (!file.exists()) {
                    file.write(kept);
                }
            } catch (IOException e) {
                kept = null;
                throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                        .found("The key of this Jenkins in %s cannot be read or written: %s.", file, e.getMessage())
                        .remedy("Check the file, its permissions and the free space.")
                        .causedBy(e);
            }
        }
        return kept;
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), AttestorKey.class.getName() + ".xml"));
    }

    private static Kept make() {
        KeyMaker.MadeKey made = KeyMaker.make(
                "Jenkins " + host(), Instant.now(), Optional.empty(), io.countersign.secret.Secret.none());
        return new Kept(Secret.fromString(made.secretKey()), made.publicKey());
    }

    private static String host() {
        return Optional.ofNullable(Jenkins.get().getRootUrl())
                .map(URI::create)
                .map(URI::getHost)
                .orElse("without a URL");
    }
}
