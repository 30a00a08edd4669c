package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SigningKey;
import io.countersign.signature.StagePolicy;
import java.util.Optional;

/**
 * What guards the ways back. They need no approval, because they lead only to where the target was before; but they need
 * somebody who may act on the stage, and the rules that the target knows.
 */
record OperatorGate(PromotionPath path, Stage stage, Keyrings keyrings) {

    void require(CommandContext context, Site site, Optional<SigningKey> signer) {
        StagePolicy policy = StagePolicy.of(path, stage, keyrings);
        site.journal()
                .history()
                .policy()
                .filter(pinned -> !pinned.policy().equals(policy.digest()))
                .ifPresent(pinned -> {
                    throw CountersignException.problem(ProblemCode.GATE_REFUSED)
                            .found(
                                    "The policy of %s in stages.yml is not the one recorded in its ledger.",
                                    stage.name())
                            .expected("policy %s.", pinned.policy().abbreviated())
                            .remedy("Take the change of stages.yml back, or have it approved and deploy with it first.")
                            .build();
                });
        stage.deployment().receipts().ifPresent(role -> requireKey(context, role, signer));
    }

    private void requireKey(CommandContext context, String role, Optional<SigningKey> signer) {
        SigningKey key = signer.orElseThrow(() -> refusal(role, ProblemCode.PARAMETER_MISSING, "No key was given."));
        if (keyrings.role(role).person(key.person().fingerprint()).isEmpty()) {
            throw refusal(
                    role, ProblemCode.KEY_UNKNOWN, key.person().userId() + " is not one of the role " + role + ".");
        }
        KeyInput.requireUsable(key.person(), keyrings, context);
        // proves that the key can really be used, not only read
        key.sign(new byte[] {0});
    }

    private CountersignException refusal(String role, ProblemCode code, String found) {
        return CountersignException.problem(code)
                .found("%s", found)
                .expected("a secret key of the role %s, which acts on %s.", role, stage.name())
                .remedy("Name one by -Dcountersign.gpgKey=FINGERPRINT or -Dcountersign.key=FILE.")
                .build();
    }
}
