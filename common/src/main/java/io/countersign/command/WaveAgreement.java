package io.countersign.command;

import io.countersign.gate.WaveState;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.RolloutPlan;
import io.countersign.promotion.Stage;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SignedRelease;
import java.util.Optional;

/** Whether a wave may begin. Evidence grows while the waves before are at work, so it is read when its turn has come. */
record WaveAgreement(
        CommandContext context,
        PromotionPath path,
        Stage stage,
        RolloutPlan plan,
        SealedRelease sealed,
        ReleaseInput named) {

    /** What a wave waits for, a sentence with what to do; empty where it may begin. */
    Optional<String> missing(int wave) {
        SignedRelease signed = SignedRelease.of(
                sealed, named.openEvidence(), Keyrings.of(path), context.clock().instant());
        return WaveState.of(signed.signed(), path, stage, plan, wave)
                .filter(state -> !state.result().satisfied())
                .map(state -> "Wave " + wave + " waits for the approval of "
                        + state.result().missing() + ": mvn countersign:approve-wave -Dcountersign.stage="
                        + stage.name() + " -Dcountersign.wave=" + wave + ". Then run the goal again.");
    }
}
