package io.countersign.signature;

/** A secret key that can sign, wherever it lives: a file, an environment variable, or gpg's agent. */
public interface SigningKey {

    PersonKey person();

    /** A detached, armoured OpenPGP signature over exactly these bytes, with SHA-512. */
    String sign(byte[] bytes);
}
