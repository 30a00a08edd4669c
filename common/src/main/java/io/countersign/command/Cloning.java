package io.countersign.command;

import io.countersign.deploy.Recovery;
import io.countersign.deploy.Site;
import io.countersign.environment.CloneReceipt;
import io.countersign.environment.EnvironmentClone;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.signature.Keyrings;
import io.countersign.signature.StagePolicy;
import java.time.Duration;

/** What the commands {@code clone} and {@code refresh} have in common. */
record Cloning(CloneInput input, KeyInput key, int patienceSeconds) {

    /** Asked of the locked target before anything is copied. */
    @FunctionalInterface
    interface Consent {
        void require(Site site);
    }

    CloneReceipt run(CommandContext context, String purpose, Consent consent) {
        PromotionPath path = input.path();
        input.requireDownward(path);
        CloneInput.End from = input.source(path);
        CloneInput.End to = input.target(path);
        Keyrings keyrings = Keyrings.of(path);
        try (TargetSession source = TargetSession.open(context, from.stage(), from.target());
                TargetSession target = TargetSession.open(context, to.stage(), to.target())) {
            Site site = target.lock(purpose + " from " + from.name(), Duration.ofSeconds(patienceSeconds));
            requireSettled(site);
            new OperatorGate(path, to.stage(), keyrings).require(site, key.open(context));
            consent.require(site);
            return new EnvironmentClone(source.database(), source.ledger(), site, context.clock(), context.progress())
                    .run(PolicyRecord.of(StagePolicy.of(path, to.stage(), keyrings)));
        }
    }

    private static void requireSettled(Site site) {
        if (Recovery.isNeeded(site.journal().history())) {
            throw CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                    .found("An operation on %s did not end.", site.name())
                    .remedy("Run countersign:recover for it first.")
                    .build();
        }
    }
}
