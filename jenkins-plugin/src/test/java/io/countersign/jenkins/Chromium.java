package io.countersign.jenkins;

import io.countersign.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real browser without a screen, steered by the WebDriver protocol of the distribution's own chromedriver. */
final class Chromium implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final int MILLIS_TO_APPEAR = 20_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String root;
    private final String session;

    private Chromium(Process driver, int port, Map<String, ?> options) throws Exception {
        this.driver = driver;
        this.root = "http://127.0.0.1:" + port + "/session";
        Map<?, ?> made = (Map<?, ?>) send(
                "POST", root, Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options))));
        this.session = root + "/" + made.get("sessionId");
        send("POST", session + "/timeouts", Map.of("implicit", MILLIS_TO_APPEAR));
    }

    static boolean isInstalled() {
        return Files.isExecutable(DRIVER) && Files.isExecutable(BROWSER);
    }

    /** @param profile an empty folder */
    static Chromium open(Path profile, int width, int height) throws Exception {
        Process driver = new ProcessBuilder(DRIVER.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            return new Chromium(
                    driver,
                    port(driver.inputReader(StandardCharsets.UTF_8)),
                    Map.of(
                            "binary",
                            BROWSER.toString(),
                            "args",
                            List.of(
                                    "--headless=new",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--hide-scrollbars",
                                    "--user-data-dir=" + profile),
                            "mobileEmulation",
                            Map.of("deviceMetrics", Map.of("width", width, "height", height, "pixelRatio", 1))));
        } catch (Exception e) {
            driver.destroyForcibly();
            throw e;
        }
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IOException("chromedriver ended before it listened");
    }

    void go(String url) throws Exception {
        send("POST", session + "/url", Map.of("url", url));
    }

    void click(String css) throws Exception {
        send("POST", session + "/element/" + find(css) + "/click", Map.of());
    }

    void type(String css, String text) throws Exception {
        send("POST", session + "/element/" + find(css) + "/value", Map.of("text", text));
    }

    /** Waits until a reader sees this in an element; a click may just be leading to another page. */
    void await(String css, String expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_TO_APPEAR);
        String seen = "";
        do {
            try {
                seen = (String) send("GET", session + "/element/" + find(css) + "/text", Map.of());
            } catch (IOException e) {
                // the page that it belonged to is gone
                if (!String.valueOf(e.getMessage()).contains("stale element reference")) {
                    throw e;
                }
            }
            if (seen.contains(expected)) {
                return;
            }
        } while (System.nanoTime() < end);
        throw new AssertionError("expected \"" + expected + "\" in " + css + ", found \"" + seen + "\"");
    }

    Object script(String script) throws Exception {
        return send("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Of what fits the window. */
    void screenshot(Path file) throws Exception {
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, Base64.getDecoder().decode((String) send("GET", session + "/screenshot", Map.of())));
    }

    private String find(String css) throws Exception {
        Map<?, ?> found = (Map<?, ?>) send("POST", session + "/element", Map.of("using", "css selector", "value", css));
        return (String) found.get(ELEMENT);
    }

    private Object send(String method, String url, Map<String, ?> body) throws Exception {
        HttpRequest.BodyPublisher content = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(Json.compact(body))
                : HttpRequest.BodyPublishers.noBody();
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url)).method(method, content).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(method + " " + url + ": " + response.body());
        }
        return Json.read(response.body(), LinkedHashMap.class).get("value");
    }

    @Override
    public void close() throws Exception {
        try {
            send("DELETE", session, Map.of());
        } finally {
            driver.destroy();
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        }
    }
}
