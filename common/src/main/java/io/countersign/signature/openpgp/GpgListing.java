package io.countersign.signature.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What gpg lists of one secret key, by {@code --with-colons}: the primary key first, then its subkeys.
 *
 * @param userId the first one
 */
record GpgListing(List<Key> keys, String userId) {
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final int VALIDITY = 1;
    private static final int EXPIRES = 6;
    private static final int TEXT = 9;
    private static final int CAPABILITIES = 11;

    GpgListing {
        keys = List.copyOf(keys);
    }

    /** @param objection why it may not sign now; empty where gpg has none */
    record Key(String fingerprint, boolean signs, Optional<String> objection) {
        private static Key of(String[] fields, String fingerprint) {
            return new Key(
                    fingerprint,
                    fields.length > CAPABILITIES && fields[CAPABILITIES].contains("s"),
                    objection(fields[VALIDITY], fields[EXPIRES]));
        }

        private static Optional<String> objection(String validity, String expires) {
            return switch (validity) {
                case "e" -> Optional.of("it expired" + at(expires));
                case "r" -> Optional.of("it was revoked");
                case "d" -> Optional.of("it is disabled");
                case "i" -> Optional.of("it is invalid");
                default -> Optional.empty();
            };
        }

        private static String at(String seconds) {
            return seconds.matches("\\d{1,12}") ? " at " + Instant.ofEpochSecond(Long.parseLong(seconds)) : "";
        }
    }

    static GpgListing of(String listing) {
        List<Key> keys = new ArrayList<>();
        String[] key = {};
        String userId = "";
        for (String line : listing.lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields.length <= TEXT) {
                continue;
            }
            switch (fields[0]) {
                case "sec", "ssb" -> key = fields;
                case "fpr" -> {
                    if (key.length > 0) {
                        keys.add(Key.of(key, fields[TEXT]));
                    }
                    key = new String[0];
                }
                case "uid" -> userId = userId.isEmpty() ? unescaped(fields[TEXT]) : userId;
                default -> {}
            }
        }
        return new GpgListing(keys, userId);
    }

    /** In listings gpg writes a colon as {@code \x3a}. */
    private static String unescaped(String text) {
        Matcher matcher = ESCAPED.matcher(text);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    Optional<String> primary() {
        return keys.stream().map(Key::fingerprint).findFirst();
    }

    /** Why the key may not sign now: by the primary key, by the subkey that was named, or by each that could. */
    Optional<String> objection(String wanted) {
        Optional<String> whole = keys.stream().findFirst().flatMap(Key::objection);
        List<Key> candidates = keys.stream()
                .filter(key -> primary().equals(Optional.of(wanted))
                        ? key.signs()
                        : key.fingerprint().equals(wanted))
                .toList();
        boolean none = !candidates.isEmpty()
                && candidates.stream().allMatch(key -> key.objection().isPresent());
        return whole.or(() -> none ? candidates.get(0).objection() : Optional.empty());
    }
}
