package io.countersign.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.promotion.ApplicationPlace;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import io.countersign.promotion.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotPointerTest {
    @TempDir
    Path folder;

    @Test
    void names_the_first_slot_until_something_was_switched() {
        SlotPointer pointer = new SlotPointer(slots());
        assertThat(pointer.named()).isEmpty();
        assertThat(pointer.live().name()).isEqualTo("a");

        pointer.establish();

        assertThat(folder.resolve("shop/live")).isSymbolicLink();
        assertThat(pointer.named().orElseThrow().name()).isEqualTo("a");
    }

    @Test
    void leads_to_the_other_slot_behind_a_switch_and_stays_there() throws IOException {
        SlotPointer pointer = new SlotPointer(slots());
        pointer.establish();

        pointer.point(slots().second());
        pointer.establish();

        assertThat(pointer.live().name()).isEqualTo("b");
        assertThat(Files.readSymbolicLink(pointer.link())).isEqualTo(Path.of("b"));
        Target target = new Target(
                "main",
                "jdbc:h2:./x",
                new Target.Credentials.None(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(slots()));
        assertThat(SlotPointer.resolve(target).url()).isEqualTo("jdbc:h2:./b");
        assertThat(SlotPointer.resolve(SlotPointer.resolve(target)).url()).isEqualTo("jdbc:h2:./b");
        try (var left = Files.list(folder.resolve("shop"))) {
            assertThat(left).containsExactly(pointer.link());
        }
    }

    @Test
    void is_refused_where_it_names_no_slot() throws IOException {
        Files.createDirectories(folder.resolve("shop"));
        Files.createSymbolicLink(folder.resolve("shop/live"), Path.of("c"));
        assertThatThrownBy(() -> new SlotPointer(slots()).live())
                .hasMessageContaining("[slots-disagree]")
                .hasMessageContaining("a or b");
        Files.delete(folder.resolve("shop/live"));
        Files.writeString(folder.resolve("shop/live"), "a");
        assertThatThrownBy(() -> new SlotPointer(slots()).live()).hasMessageContaining("no symbolic link");
    }

    private Slots slots() {
        return new Slots(
                folder.resolve("shop"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                slot("a"),
                slot("b"));
    }

    private Slot slot(String name) {
        return new Slot(
                name,
                "jdbc:h2:./" + name,
                new Target.Credentials.None(),
                Optional.empty(),
                new ApplicationPlace(
                        folder.resolve(name), Optional.empty(), Optional.empty(), Duration.ofSeconds(1), 1),
                List.of());
    }
}
