package io.countersign.gate;

/**
 * What one check found.
 *
 * @param check the check's stable name, as exceptions name it
 * @param remedy what to do; empty unless refused
 */
public record CheckResult(String check, Status status, String expected, String found, String remedy) {

    /** How a check can end. */
    public enum Status {
        PASSED,
        REFUSED,
        /** Refused, but a valid exception lifts it. */
        LIFTED,
        NOT_APPLICABLE
    }

    public static CheckResult passed(String check, String expected, String found) {
        return new CheckResult(check, Status.PASSED, expected, found, "");
    }

    public static CheckResult notApplicable(String check, String why) {
        return new CheckResult(check, Status.NOT_APPLICABLE, "", why, "");
    }

    public static CheckResult refused(String check, String expected, String found, String remedy) {
        return new CheckResult(check, Status.REFUSED, expected, found, remedy);
    }

    CheckResult lifted(String by) {
        return new CheckResult(check, Status.LIFTED, expected, found + " Lifted: " + by, "");
    }
}
