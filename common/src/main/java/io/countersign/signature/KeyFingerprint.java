package io.countersign.signature;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads how people name one key: its whole fingerprint, with or without the blanks that gpg prints, in any case. */
public final class KeyFingerprint {
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");

    private KeyFingerprint() {}

    /**
     * The form in which keyrings have it.
     *
     * @throws CountersignException PARAMETER_INVALID where it is an address or a part of a fingerprint, which others may have too
     */
    public static String of(String text) {
        String fingerprint = text.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        if (!FORM.matcher(fingerprint).matches()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("\"%s\" does not name one key beyond doubt.", text)
                    .expected("the full fingerprint: 40 or 64 hexadecimal digits.")
                    .remedy("Find it by gpg --list-keys --with-fingerprint.")
                    .build();
        }
        return fingerprint;
    }
}
