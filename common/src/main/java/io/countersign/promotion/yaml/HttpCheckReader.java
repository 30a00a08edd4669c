package io.countersign.promotion.yaml;

import io.countersign.promotion.SmokeCheck;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Reads {@code { http, status, timeout }}; the caller closes the mapping. */
final class HttpCheckReader {
    private HttpCheckReader() {}

    static SmokeCheck.Http read(YamlMap entry) {
        String url = entry.requiredText("http");
        if (!url.isEmpty() && !isHttp(url)) {
            entry.mistake("http", "\"" + url + "\" is no address", "http://… or https://…");
        }
        return new SmokeCheck.Http(
                url,
                entry.number("status", 100, 599).orElse(200),
                entry.parsed("timeout", Durations::parse, Durations.EXPECTED).orElse(Duration.ofSeconds(30)));
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
