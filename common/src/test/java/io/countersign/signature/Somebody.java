package io.countersign.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import io.countersign.signature.openpgp.OpenPgp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody with a key. */
record Somebody(String name, KeyMaker.MadeKey made) {
    static Somebody called(String name) {
        return new Somebody(
                name, KeyMaker.make(name, Instant.now().minus(Duration.ofHours(1)), Optional.empty(), Secret.none()));
    }

    String fingerprint() {
        return made.fingerprint();
    }

    SigningKey key() {
        return OpenPgp.secretKey(name, made.secretKey().getBytes(UTF_8), Secret.none());
    }

    static Keyring keyring(Somebody... people) {
        return OpenPgp.keyring(
                Stream.of(people).map(person -> person.made().publicKey()).collect(Collectors.joining()));
    }

    static Keyrings keyrings(Map<String, Keyring> roles) {
        return new Keyrings(new TreeMap<>(roles));
    }
}
