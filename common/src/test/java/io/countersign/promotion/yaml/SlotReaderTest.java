package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.promotion.ApplicationPlace;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import io.countersign.promotion.SmokeCheck;
import io.countersign.promotion.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotReaderTest {
    @TempDir
    Path folder;

    @Test
    void reads_two_slots_of_which_one_has_a_database_of_its_own() throws IOException {
        Target target = read("""
                directory: live
                before-switch: drain
                after-switch: reload
                timeout: 5s
                pair:
                  - { name: blue, start: up, health: { http: "http://localhost:1/", status: 204, timeout: 1s } }
                  - { name: green, url: "jdbc:h2:./green", credentials: { id: green }, directory: /srv/green, keep: 9 }
                """);

        Slots slots = target.slots().orElseThrow();
        assertThat(slots.directory()).isEqualTo(folder.resolve("live"));
        assertThat(slots.beforeSwitch()).contains("drain");
        assertThat(slots.afterSwitch()).contains("reload");
        assertThat(slots.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(slots.sharesDatabase()).isFalse();
        assertThat(slots.first())
                .isEqualTo(new Slot(
                        "blue",
                        "jdbc:h2:" + folder.resolve("shop"),
                        new Target.Credentials.UserOnly("sa"),
                        Optional.of("shop"),
                        new ApplicationPlace(
                                folder.resolve("live/blue"),
                                Optional.empty(),
                                Optional.of("up"),
                                Duration.ofMinutes(1),
                                3),
                        List.of(new SmokeCheck.Http("http://localhost:1/", 204, Duration.ofSeconds(1)))));
        assertThat(slots.second().url()).isEqualTo("jdbc:h2:" + folder.resolve("green"));
        assertThat(slots.second().schema()).isEmpty();
        assertThat(slots.other(slots.first())).isEqualTo(slots.second());
        Target green = target.in(slots.second());
        assertThat(green.url()).isEqualTo("jdbc:h2:" + folder.resolve("green"));
        assertThat(green.credentials()).isEqualTo(new Target.Credentials.Reference("green"));
        assertThat(green.application().orElseThrow().directory()).isEqualTo(Path.of("/srv/green"));
        assertThat(green.name()).isEqualTo("main");
    }

    @Test
    void without_addresses_of_their_own_both_share_the_targets_database() throws IOException {
        assertThat(read("directory: live\npair: [ { name: a }, { name: b } ]\n")
                        .slots()
                        .orElseThrow()
                        .sharesDatabase())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pair: [ { name: a } ] | there are 1 slots",
                "pair: [ { name: a }, { name: b }, { name: c } ] | there are 3 slots",
                "pair: [ { name: a }, { name: A } ] | both slots are called a",
                "pair: [ { name: a, directory: x }, { name: b, directory: x } ] | one application directory",
                "pair: [ { name: live }, { name: b } ] | \"live\" is no name for a slot",
                "pair: [ { name: a/b }, { name: b } ] | \"a/b\" is no name for a slot",
                "pair: [ { name: a }, { name: b, url: \"jdbc:postgresql://h/d?password=xyzzy\" } ] | the URL holds a password",
                "pair: [ { name: a }, { name: b, health: { http: nowhere } } ] | \"nowhere\" is no address",
                "pear: [ { name: a }, { name: b } ] | the key \"pear\" is not known"
            })
    void tells_what_cannot_be_a_pair_of_slots(String pair, String mistake) {
        assertThatThrownBy(() -> read("directory: live\n" + pair + "\n"))
                .hasMessageContaining("[configuration-invalid]")
                .hasMessageContaining(mistake)
                .hasMessageNotContaining("xyzzy");
    }

    @Test
    void slots_take_the_place_of_the_targets_application() {
        assertThatThrownBy(() ->
                        read("directory: live\npair: [ { name: a }, { name: b } ]\n", "application: { directory: x }"))
                .hasMessageContaining("a target with slots has an application of its own");
    }

    private Target read(String slots) throws IOException {
        return read(slots, "");
    }

    private Target read(String slots, String more) throws IOException {
        Path file = Files.writeString(
                folder.resolve("stages.yml"), """
                version: 1
                stages:
                  - name: DEV
                    targets:
                      - name: main
                        url: "jdbc:h2:./shop"
                        schema: shop
                        credentials: { user: sa }
                """ + ("slots:\n" + slots.indent(2) + more + "\n").indent(8));
        return PromotionPathReader.read(file).stages().get(0).targets().get(0);
    }
}
