package io.countersign.environment.masking;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Addresses that look like addresses and reach nobody: everything before the top-level domain is scrambled, and that itself
 * becomes one that doesn't exist. As each top-level domain has a substitute of its own, different addresses stay different.
 */
final class EmailMask implements ColumnMask {
    /** The country codes that are delegated or assigned. No masked address ends in one of them. */
    private static final Set<String> DELEGATED = new TreeSet<>(
            List.of(("ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br "
                            + "bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec "
                            + "ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy "
                            + "hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la "
                            + "lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my "
                            + "mz na nc ne nf ng ni nl no np nr nu nz of om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro "
                            + "rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk "
                            + "tl tm tn to tr tt tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw")
                    .split(" ")));

    private static final Map<String, String> SUBSTITUTES = substitutes();

    private final Scrambler scrambler;

    EmailMask(Scrambler scrambler) {
        this.scrambler = scrambler;
    }

    @Override
    public String mask(String value) {
        int at = value.lastIndexOf('@');
        int dot = value.lastIndexOf('.');
        if (at < 0 || dot < at || dot == value.length() - 1) {
            return scrambler.scramble(value);
        }
        return scrambler.scramble(value, 0, dot).substring(0, dot + 1) + substitute(value.substring(dot + 1));
    }

    /** One substitute for each domain, and never the same for two. Domains of other than ASCII letters stay. */
    private static String substitute(String domain) {
        StringBuilder result = new StringBuilder(domain);
        String known = SUBSTITUTES.get(domain.toLowerCase(java.util.Locale.ROOT));
        for (int i = 0; i < domain.length(); i++) {
            char letter = Character.toLowerCase(domain.charAt(i));
            if (letter >= 'a' && letter <= 'z') {
                char other =
                        known != null ? known.charAt(i) : domain.length() == 2 ? letter : (char) ('a' + 'z' - letter);
                result.setCharAt(i, letter == domain.charAt(i) ? other : Character.toUpperCase(other));
            }
        }
        return result.toString();
    }

    /** Each delegated code with one that is not, both ways. */
    private static Map<String, String> substitutes() {
        Map<String, String> pairs = new TreeMap<>();
        List<String> delegated = List.copyOf(DELEGATED);
        int next = 0;
        for (char first = 'a'; first <= 'z'; first++) {
            for (char second = 'a'; second <= 'z' && next < delegated.size(); second++) {
                String code = "" + first + second;
                if (!DELEGATED.contains(code)) {
                    pairs.put(delegated.get(next), code);
                    pairs.put(code, delegated.get(next));
                    next++;
                }
            }
        }
        return pairs;
    }
}
