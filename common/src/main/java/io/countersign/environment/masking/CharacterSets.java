package io.countersign.environment.masking;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Character sets of databases that do not have all letters, by the names that they have there. */
final class CharacterSets {
    /** PostgreSQL's and MariaDB's own names; what both call {@code latin5} is the same, what they call {@code latin7} too. */
    private static final Map<String, String> KNOWN = new HashMap<>();

    static {
        put("US-ASCII", "ascii");
        put("windows-1250", "cp1250", "win1250");
        put("windows-1251", "cp1251", "win1251", "win");
        put("windows-1252", "win1252");
        put("windows-1253", "win1253");
        put("windows-1254", "win1254");
        put("windows-1255", "win1255");
        put("windows-1256", "cp1256", "win1256");
        put("windows-1257", "cp1257", "win1257");
        put("windows-1258", "win1258");
        put("IBM850", "cp850");
        put("IBM852", "cp852");
        put("IBM866", "cp866", "win866");
        put("ISO-8859-2", "latin2");
        put("ISO-8859-3", "latin3");
        put("ISO-8859-4", "latin4");
        put("ISO-8859-5", "iso_8859_5");
        put("ISO-8859-6", "iso_8859_6");
        put("ISO-8859-7", "greek", "iso_8859_7");
        put("ISO-8859-8", "hebrew", "iso_8859_8");
        put("ISO-8859-9", "latin5");
        put("ISO-8859-13", "latin7");
        put("ISO-8859-15", "latin9");
        put("ISO-8859-16", "latin10");
        put("KOI8-R", "koi8r");
        put("KOI8-U", "koi8u");
        put("TIS-620", "tis620");
        put("EUC-JP", "ujis", "eucjpms", "euc_jp");
        put("Shift_JIS", "sjis");
        put("windows-31j", "cp932");
        put("EUC-KR", "euckr", "euc_kr");
        put("GB2312", "gb2312", "euc_cn");
        put("GBK", "gbk");
        put("Big5", "big5");
    }

    private CharacterSets() {}

    private static void put(String name, String... databases) {
        for (String database : databases) {
            KNOWN.put(database, name);
        }
    }

    /** Empty for one that has all letters, or is not known here; then a server says what it cannot take. */
    static Optional<Charset> ofMariaDb(String name) {
        // what it calls latin1 has the letters that others have in place of control characters
        return known(name.equalsIgnoreCase("latin1") ? "win1252" : name);
    }

    /** Likewise. */
    static Optional<Charset> ofPostgres(String name) {
        return name.equalsIgnoreCase("latin1") ? Optional.of(StandardCharsets.ISO_8859_1) : known(name);
    }

    private static Optional<Charset> known(String name) {
        return Optional.ofNullable(KNOWN.get(name.toLowerCase(Locale.ROOT)))
                .filter(Charset::isSupported)
                .map(Charset::forName);
    }
}
