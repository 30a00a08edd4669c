package io.countersign.database.mariadb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a statement of MariaDB or MySQL apart as the server does: names, texts and signs; comments are left out. */
final class SqlWords {
    private final String text;
    private final boolean quotesAreNames;
    private final boolean backslashEscapes;
    private final List<Word> words = new ArrayList<>();
    private int at;

    enum Kind {
        /** A name, quoted or not, or a key word. */
        NAME,
        /** A string literal. */
        TEXT,
        /** One character of anything else. */
        SIGN
    }

    /**
     * One of them.
     *
     * @param value of names and texts without their quotes
     * @param from where it begins
     * @param to behind its end
     */
    record Word(Kind kind, String value, int from, int to) {
        boolean isName(String other) {
            return kind == Kind.NAME && value.equalsIgnoreCase(other);
        }

        boolean isSign(char sign) {
            return kind == Kind.SIGN && value.charAt(0) == sign;
        }
    }

    private SqlWords(String text, String mode) {
        this.text = text;
        List<String> modes = List.of(mode.toUpperCase(Locale.ROOT).split(","));
        this.quotesAreNames = modes.contains("ANSI_QUOTES");
        this.backslashEscapes = !modes.contains("NO_BACKSLASH_ESCAPES");
    }

    /** @param mode the SQL mode that it is written under */
    static List<Word> of(String text, String mode) {
        SqlWords reader = new SqlWords(text, mode);
        while (reader.at < text.length()) {
            reader.next();
        }
        return reader.words;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '`' || (c == '"' && quotesAreNames)) {
            quoted(Kind.NAME, c, false);
        } else if (c == '\'' || c == '"') {
            quoted(Kind.TEXT, c, backslashEscapes);
        } else if (isWordPart(c)) {
            int from = at;
            while (at < text.length() && isWordPart(text.charAt(at))) {
                at++;
            }
            words.add(new Word(Kind.NAME, text.substring(from, at), from, at));
        } else if (!isComment()) {
            words.add(new Word(Kind.SIGN, String.valueOf(c), at, ++at));
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c == '$'
                || c >= 0x80;
    }

    private void quoted(Kind kind, char quote, boolean escapes) {
        int from = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean doubled = c == quote && at < text.length() && text.charAt(at) == quote;
            if (c == quote && !doubled) {
                break;
            }
            if (doubled || (c == '\\' && escapes && at < text.length())) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        words.add(new Word(kind, value.toString(), from, at));
    }

    /** Passes a comment by. One that the server executes is none: only its marks are passed by. */
    private boolean isComment() {
        if (text.startsWith("/*!", at) || text.startsWith("/*M!", at)) {
            at = text.indexOf('!', at) + 1;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            return true;
        }
        if (text.startsWith("*/", at)) {
            at += 2;
            return true;
        }
        if (text.startsWith("/*", at)) {
            at = behind("*/");
            return true;
        }
        boolean dashes = text.startsWith("--", at) && (at + 2 == text.length() || text.charAt(at + 2) <= ' ');
        if (dashes || text.charAt(at) == '#') {
            at = behind("\n");
            return true;
        }
        return false;
    }

    private int behind(String end) {
        int found = text.indexOf(end, at + 1);
        return found < 0 ? text.length() : found + end.length();
    }
}
