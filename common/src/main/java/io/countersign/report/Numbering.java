package io.countersign.report;

/** The numbers of the steps of one document, through all its sections. */
final class Numbering {
    /** Where a step is ticked off on paper. */
    static final String TICK =
            "Done by ____________________  at ____________________  Note ______________________________";

    private int last;

    int next() {
        last++;
        return last;
    }
}
