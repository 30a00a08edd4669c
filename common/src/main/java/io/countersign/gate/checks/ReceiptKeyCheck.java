package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** The key that will sign the receipt is at hand, so that no deployment ends without one. */
final class ReceiptKeyCheck implements Check {
    @Override
    public String name() {
        return "receipt-key";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.stage().deployment().receipts().isEmpty()) {
            return CheckResult.notApplicable(name(), "the stage signs no receipts");
        }
        String role = facts.stage().deployment().receipts().get();
        String expected = "a secret key of the role " + role;
        if (facts.receiptSigner().isEmpty()) {
            return CheckResult.refused(
                    name(),
                    expected,
                    "no key was given",
                    "Name your key of the role " + role
                            + " by -Dcountersign.gpgKey=FINGERPRINT or -Dcountersign.key=FILE.");
        }
        String signer = facts.receiptSigner().get().userId();
        return facts.receiptSignerObjection()
                .map(objection -> CheckResult.refused(
                        name(), expected, signer + ": " + objection, "Use a key of the role " + role + "."))
                .orElseGet(() -> CheckResult.passed(name(), expected, signer));
    }
}
