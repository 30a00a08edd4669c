package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.signature.Keyrings;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SigningKey;
import io.countersign.signature.openpgp.GpgAgentKey;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a secret key comes from. At most one of the three is given.
 *
 * @param file an armoured or binary secret key
 * @param environment the name of an environment variable that holds an armoured secret key
 * @param gpg the full fingerprint of a key that gpg's agent keeps
 */
public record KeyInput(Optional<File> file, Optional<String> environment, Optional<String> gpg) {
    public static final KeyInput NONE = new KeyInput(Optional.empty(), Optional.empty(), Optional.empty());

    Optional<SigningKey> open(CommandContext context) {
        if (file.isPresent()) {
            return Optional.of(OpenPgp.secretKey(
                    file.get().toString(),
                    OpenPgp.secretKeyFile(file.get().toPath()),
                    context.passphrase(file.get().getName())));
        }
        if (environment.isPresent()) {
            String name = environment.get();
            String key = context.environment(name)
                    .orElseThrow(() -> CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                            .found("The environment variable %s is not set.", name)
                            .expected("an armoured OpenPGP secret key in it.")
                            .remedy("Set it, or name another one by -Dcountersign.keyEnvironment.")
                            .build());
            return Optional.of(OpenPgp.secretKey(
                    "The environment variable " + name,
                    key.getBytes(StandardCharsets.UTF_8),
                    context.passphrase(name)));
        }
        return gpg.map(fingerprint -> GpgAgentKey.of("gpg", fingerprint, context.passphrase(fingerprint)));
    }

    /** The option that names the same key on the command line of a goal: where it is, never what it is. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        file.ifPresent(path -> options.put("key", path.toString()));
        environment.ifPresent(name -> options.put("keyEnvironment", name));
        gpg.ifPresent(fingerprint -> options.put("gpgKey", fingerprint));
        return options;
    }

    /**
     * For signatures that are to count by these keys.
     *
     * @throws CountersignException PARAMETER_MISSING; KEY_UNUSABLE where the public key in use is revoked or expired
     */
    SigningKey require(CommandContext context, Keyrings keyrings) {
        SigningKey key = require(context);
        requireUsable(key.person(), keyrings, context);
        return key;
    }

    static void requireUsable(PersonKey person, Keyrings keyrings, CommandContext context) {
        keyrings.objection(person, context.clock().instant()).ifPresent(objection -> {
            throw CountersignException.problem(ProblemCode.KEY_UNUSABLE)
                    .found("What %s signs does not count: %s.", person.userId(), objection)
                    .expected("a key that may sign now.")
                    .remedy("Use another key, or put the renewed public key where stages.yml names the old one.")
                    .build();
        });
    }

    /** For what cannot be done without a signature. */
    SigningKey require(CommandContext context) {
        return open(context)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                        .found("No key to sign with was given.")
                        .expected("a secret key in a file, in an environment variable or with gpg.")
                        .remedy(
                                "Add -Dcountersign.key=FILE, -Dcountersign.keyEnvironment=NAME or -Dcountersign.gpgKey=FINGERPRINT.")
                        .build());
    }
}
