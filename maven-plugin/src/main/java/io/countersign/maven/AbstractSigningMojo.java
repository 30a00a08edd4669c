package io.countersign.maven;

import io.countersign.command.KeyInput;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** Goals that may sign, and are not about one stage as those of {@link AbstractKeyMojo} are. */
abstract class AbstractSigningMojo extends AbstractCountersignMojo {

    /** A file with an OpenPGP secret key. */
    @Parameter(property = "countersign.key")
    private File key;

    /** The name of an environment variable that holds an armoured OpenPGP secret key. */
    @Parameter(property = "countersign.keyEnvironment")
    private String keyEnvironment;

    /** The full fingerprint of a key that gpg's agent keeps, for example on a card. */
    @Parameter(property = "countersign.gpgKey")
    private String gpgKey;

    protected final KeyInput key() {
        return new KeyInput(
                Optional.ofNullable(key).map(this::resolved),
                Optional.ofNullable(keyEnvironment),
                Optional.ofNullable(gpgKey));
    }
}
