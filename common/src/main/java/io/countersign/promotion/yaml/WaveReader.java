package io.countersign.promotion.yaml;

import io.countersign.promotion.WavePolicy;
import io.countersign.promotion.WavePolicy.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code waves}. */
final class WaveReader {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,6})( ?%)?");
    private static final String EXPECTED = "a number of targets such as 3, or a share such as 10 %";
    private static final String REST = "rest";
    private static final int MOST_PARALLEL = 64;

    private WaveReader() {}

    static WavePolicy read(YamlMap stage) {
        Optional<YamlMap> waves = stage.map("waves");
        if (waves.isEmpty()) {
            return WavePolicy.DEFAULT;
        }
        YamlMap map = waves.get();
        WavePolicy policy = new WavePolicy(
                sizes(map),
                map.number("parallel", 1, MOST_PARALLEL).orElse(WavePolicy.DEFAULT.parallel()),
                map.parsed("stop-after", WaveReader::share, EXPECTED).orElse(WavePolicy.DEFAULT.stop()),
                pause(map));
        map.close();
        return policy;
    }

    private static WavePolicy.Pause pause(YamlMap map) {
        if (map.text("pause").filter("approval"::equals).isPresent()) {
            return WavePolicy.Pause.APPROVAL;
        }
        return map.bool("pause").orElse(false) ? WavePolicy.Pause.REPEAT : WavePolicy.Pause.NONE;
    }

    private static List<Share> sizes(YamlMap map) {
        List<Share> sizes = new ArrayList<>();
        for (String text : map.texts("sizes")) {
            try {
                sizes.add(text.equals(REST) ? new Share(100, true) : share(text));
            } catch (IllegalArgumentException e) {
                map.mistake("sizes", "\"" + text + "\" is no size of a wave", EXPECTED + ", or " + REST);
            }
        }
        return sizes.isEmpty() ? WavePolicy.DEFAULT.sizes() : sizes;
    }

    private static Share share(String text) {
        Matcher matcher = SHARE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int amount = Integer.parseInt(matcher.group(1));
        boolean percent = matcher.group(2) != null;
        if (amount < 1 || (percent && amount > 100)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new Share(amount, percent);
    }
}
