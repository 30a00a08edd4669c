package io.countersign.promotion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The two parallel services of one target, of which one is live.
 *
 * @param directory holds the pointer to the live slot, a symbolic link, for services and load balancers to follow
 * @param beforeSwitch a command line run before a switch
 * @param afterSwitch a command line run behind the pointer's switch; brings load balancers to where the pointer leads
 * @param timeout how long each of the two may take
 * @param first live until something was switched
 */
public record Slots(
        Path directory,
        Optional<String> beforeSwitch,
        Optional<String> afterSwitch,
        Duration timeout,
        Slot first,
        Slot second) {

    public List<Slot> both() {
        return List.of(first, second);
    }

    public Optional<Slot> named(String name) {
        return both().stream().filter(slot -> slot.name().equals(name)).findFirst();
    }

    public Slot other(Slot slot) {
        return slot.name().equals(first.name()) ? second : first;
    }

    /** Whether both work on one database, which a switch then leaves alone. */
    public boolean sharesDatabase() {
        return first.url().equals(second.url()) && first.schema().equals(second.schema());
    }
}
