package io.countersign.secret;

import java.util.Arrays;

/** A password or passphrase that does not print itself. */
public final class Secret {
    private static final Secret NONE = new Secret(new char[0]);

    private final char[] value;

    private Secret(char[] value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value.toCharArray());
    }

    public static Secret none() {
        return NONE;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** The value itself, for the one call that needs it. */
    public String reveal() {
        return new String(value);
    }

    /** A copy, which the caller may wipe. */
    public char[] characters() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && Arrays.equals(value, secret.value);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : "(hidden)";
    }
}
