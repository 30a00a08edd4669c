package io.countersign.deploy;

import io.countersign.ledger.LedgerHistory;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Slot;
import io.countersign.promotion.Slots;
import io.countersign.promotion.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one truth about which of two slots is live: a symbolic link {@code live} to the name of the slot, replaced by an atomic
 * rename. So at every moment exactly one slot is live.
 */
public final class SlotPointer {
    private static final String LINK = "live";

    private final Slots slots;
    private final Path link;

    public SlotPointer(Slots slots) {
        this.slots = slots;
        this.link = slots.directory().resolve(LINK);
    }

    /** The target as its live slot has it; a target without slots as it is. */
    public static Target resolve(Target target) {
        return target.slots()
                .map(slots -> target.in(new SlotPointer(slots).live()))
                .orElse(target);
    }

    public Path link() {
        return link;
    }

    /** The slot that the pointer names; the first one where there is no pointer, because nothing was switched yet. */
    public Slot live() {
        return named().orElse(slots.first());
    }

    /**
     * Empty where there is no pointer.
     *
     * @throws CountersignException SLOTS_DISAGREE where what is there names no slot
     */
    Optional<Slot> named() {
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String name = Files.isSymbolicLink(link) ? read() : "something that is no symbolic link";
        Optional<Slot> slot = slots.named(name);
        if (slot.isEmpty()) {
            throw CountersignException.problem(ProblemCode.SLOTS_DISAGREE)
                    .found("%s is %s.", link, name)
                    .expected(
                            "a symbolic link to %s or %s.",
                            slots.first().name(), slots.second().name())
                    .remedy(
                            "Make it one by: ln -sfn SLOT %s, naming the slot that countersign:history shows as live.",
                            link)
                    .build();
        }
        return slot;
    }

    /**
     * Why commands refuse to go by the pointer: the ledger tells of another slot. While a switch has not ended they may differ; then
     * {@link Recovery} settles it.
     *
     * @param target its name, for people
     */
    public Optional<CountersignException> contradiction(String target, LedgerHistory history) {
        return new SlotRecords(history)
                .live()
                .filter(recorded -> history.open().isEmpty())
                .filter(recorded -> !recorded.equals(live().name()))
                .map(recorded -> disagreeing(target, recorded));
    }

    CountersignException disagreeing(String target, String recorded) {
        return CountersignException.problem(ProblemCode.SLOTS_DISAGREE)
                .found(
                        "%s names slot %s%s, but the ledger of %s tells that slot %s was made live.",
                        link, live().name(), named().isEmpty() ? " (it is not there)" : "", target, recorded)
                .expected("a pointer that only Countersign changes, on every machine that works on the target.")
                .remedy(
                        "Put it back by: ln -sfn %s %s, and switch by countersign:ab-switch or ab-back.",
                        recorded, link)
                .build();
    }

    private String read() {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    /** Writes down what is live, where nobody has yet. */
    public void establish() {
        if (named().isEmpty()) {
            point(slots.first());
        }
    }

    /** Makes a slot the live one. */
    void point(Slot slot) {
        try {
            Files.createDirectories(slots.directory());
            new AtomicLink(link).point(Path.of(slot.name()));
        } catch (IOException e) {
            throw failed("cannot be switched to " + slot.name(), e);
        }
    }

    private CountersignException failed(String what, Exception cause) {
        return CountersignException.problem(ProblemCode.APPLICATION_FAILED)
                .found("The pointer %s %s: %s.", link, what, cause.getMessage())
                .remedy("Check the permissions of %s.", slots.directory())
                .causedBy(cause);
    }
}
