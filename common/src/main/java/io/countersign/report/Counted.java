package io.countersign.report;

/** So many of something, for people. */
public final class Counted {
    private Counted() {}

    /** @param one what there is of it, in the singular; an s makes the plural */
    public static String of(long amount, String one) {
        return amount + " " + one + (amount == 1 ? "" : "s");
    }
}
