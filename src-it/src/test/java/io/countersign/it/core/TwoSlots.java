package io.countersign.it.core;

import com.sun.net.httpserver.HttpServer;
import io.countersign.command.AbBackCommand;
import io.countersign.command.AbDeployCommand;
import io.countersign.command.AbSwitchCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.harness.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** DEV with two slots, whose applications answer whether they are well. */
final class TwoSlots implements AutoCloseable {
    private final Promotion promotion;
    private final HttpServer health;
    private final Map<String, ShopClient> shops = new HashMap<>();
    private final Set<String> unwell = ConcurrentHashMap.newKeySet();

    private TwoSlots(Promotion promotion, HttpServer health) {
        this.promotion = promotion;
        this.health = health;
    }

    /** Both slots work on one database. */
    static TwoSlots sharingOneDatabase(Databases product, Path folder) {
        Promotion promotion = Promotion.on(product, folder);
        TwoSlots slots = new TwoSlots(promotion, server());
        slots.serve("a");
        slots.serve("b");
        slots.health.start();
        promotion.editStages(text -> text.replace("        application: { directory: ../live/DEV }\n", """
                slots:
                  directory: ../live/DEV
                  before-switch: "echo before $COUNTERSIGN_FROM $COUNTERSIGN_TO >> hooks"
                  after-switch: "echo after $COUNTERSIGN_FROM $COUNTERSIGN_TO >> hooks; test ! -e broken"
                  pair:
                    - { name: a, health: { http: "%1$s/a", timeout: 300ms } }
                    - { name: b, health: { http: "%1$s/b", timeout: 300ms }, start: "echo started >> ../b-started" }
                """.formatted(
                        "http://127.0.0.1:" + slots.health.getAddress().getPort())
                .indent(8)));
        return slots;
    }

    /**
     * Each slot has a database of its own, b's empty, and the shop has an account of its own in both; who deploys to the one may
     * deploy to the other.
     */
    static TwoSlots withTwoDatabases(Databases product, Path folder) {
        return withTwoDatabases(product, folder, product::entrusted);
    }

    /** The same, where each has an account of its own that nobody else's may do anything for. */
    static TwoSlots withTwoAccounts(Databases product, Path folder) {
        return withTwoDatabases(product, folder, (first, second) -> second);
    }

    private static TwoSlots withTwoDatabases(Databases product, Path folder, BinaryOperator<TestDatabase> accounts) {
        TwoSlots slots = sharingOneDatabase(product, folder);
        Promotion promotion = slots.promotion;
        TestDatabase second =
                accounts.apply(promotion.database("DEV"), product.server(folder).newDatabase());
        product.allowCopies(second);
        product.allowCopies(promotion.database("DEV"));
        promotion.variables().put("B_USER", second.user());
        promotion.variables().put("B_PASSWORD", second.password());
        promotion.editStages(text -> text.replace(
                        "{ name: b, ",
                        "{ name: b, url: \"%s\", credentials: { environment: { user: B_USER, password: B_PASSWORD } }, "
                                .formatted(second.url()))
                // MariaDB's superuser has rights on the whole server
                .replaceFirst(
                        "receipts: operator",
                        "receipts: operator\n    freeze: { mode: none"
                                + (product == Databases.MARIADB ? ", except: root" : "") + " }"));
        slots.shops.put("a", ShopClient.of(product, promotion.database("DEV")));
        slots.shops.put("b", ShopClient.of(product, second));
        return slots;
    }

    /** The application's way into a slot's database. */
    ShopClient shop(String slot) {
        return Optional.ofNullable(shops.get(slot)).orElseThrow();
    }

    /** The name of the slot that is live. */
    String live() {
        try {
            return Files.readSymbolicLink(directory().resolve("live")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A slot's application is well where it is there. */
    private void serve(String slot) {
        health.createContext("/" + slot, exchange -> {
            boolean well = !unwell.contains(slot) && Files.exists(directory().resolve(slot + "/current/bookshop.jar"));
            exchange.sendResponseHeaders(well ? 200 : 503, -1);
            exchange.close();
        });
    }

    Promotion promotion() {
        return promotion;
    }

    Set<String> unwell() {
        return unwell;
    }

    Path directory() {
        return promotion.folder().resolve("live/DEV");
    }

    /** What whoever follows the pointer gets. */
    Optional<String> application() {
        Path jar = directory().resolve("live/current/bookshop.jar");
        return Files.exists(jar) ? Optional.of(Promotion.read(jar).strip()) : Optional.empty();
    }

    List<String> hooks() {
        Path file = directory().resolve("hooks");
        return Files.exists(file) ? Promotion.read(file).lines().toList() : List.of();
    }

    /** The first release is live, and the idle slot has another one, given back, which leaves the database as it is. */
    ReleaseInput filledWith(String version) {
        return filled(() -> promotion.seal(version));
    }

    /** The first release is live, and the idle slot has another one, given back, which changes the database. */
    ReleaseInput filledWithChanges() {
        return filled(promotion::sealSecond);
    }

    private ReleaseInput filled(Supplier<ReleaseInput> next) {
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = next.get();
        promotion.run(filling(second));
        return second;
    }

    AbDeployCommand filling(ReleaseInput release) {
        return new AbDeployCommand(release, promotion.stage("DEV"), promotion.key("operator"), 20);
    }

    AbSwitchCommand switching(ReleaseInput release) {
        return switching(release, false);
    }

    AbSwitchCommand switching(ReleaseInput release, boolean refresh) {
        return new AbSwitchCommand(release, promotion.stage("DEV"), promotion.key("operator"), refresh, 20);
    }

    Path output() {
        return promotion.folder().resolve("output");
    }

    AbBackCommand goingBack() {
        return goingBack(false);
    }

    AbBackCommand goingBack(boolean giveUpWrites) {
        return new AbBackCommand(
                promotion.stage("DEV"), promotion.key("operator"), giveUpWrites, output().toFile(), 20);
    }

    @Override
    public void close() {
        health.stop(0);
    }
}
