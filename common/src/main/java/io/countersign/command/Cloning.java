package io.countersign.command;

import io.countersign.deploy.Freeze;
import io.countersign.deploy.OperationId;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.Site;
import io.countersign.environment.CloneReceipt;
import io.countersign.environment.CopyPreparation;
import io.countersign.environment.EnvironmentClone;
import io.countersign.environment.masking.MaskingKey;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.MaskingRules;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Target;
import io.countersign.secret.Secret;
import io.countersign.signature.Keyrings;
import io.countersign.signature.StagePolicy;
import java.time.Duration;
import java.util.List;

/** What the commands {@code clone} and {@code refresh} have in common. */
record Cloning(CloneInput input, KeyInput key, int patienceSeconds) {

    /** What the two do not have in common. */
    interface Kind {

        /** For the lock. */
        String purpose();

        /** Asked of the locked target before anything is done. */
        void requireConsent(Site site);

        /** Done before anything is copied, when nobody can write to the target any more. */
        void prepare(Site site);
    }

    CloneReceipt run(CommandContext context, Kind kind) {
        PromotionPath path = input.path();
        CloneInput.Ends ends = input.downward(context, path);
        CloneInput.End from = ends.source();
        CloneInput.End to = ends.target();
        Ahead<Keyrings> reading = Ahead.of("keys", () -> Keyrings.of(path));
        Ahead<StagePolicy> policy = Ahead.of("policy", () -> StagePolicy.of(path, to.stage(), reading.get()));
        try (TargetSession source = reading.meanwhile(() -> TargetSession.open(context, from.stage(), from.target()));
                TargetSession target = reading.meanwhile(() -> TargetSession.open(context, to.stage(), to.target()))) {
            Keyrings keyrings = reading.get();
            Site site = target.lock(kind.purpose() + " from " + from.name(), Duration.ofSeconds(patienceSeconds));
            requireSettled(site);
            new OperatorGate(path, to.stage(), keyrings).require(context, site, key.open(context));
            kind.requireConsent(site);
            EnvironmentClone clone = new EnvironmentClone(
                    source.database(),
                    source.ledger(),
                    site,
                    context.clock(),
                    context.progress(),
                    to.stage().copies().masking().flatMap(MaskingRules::key).map(place -> maskingKey(context, place)),
                    CopyPreparation.NONE);
            return new Freeze(site, context.progress()).during(OperationId.next(context.clock()), () -> {
                kind.prepare(site);
                return clone.run(LedgerEvent.PolicyPinned.of(policy.get(), List.of()));
            });
        }
    }

    static MaskingKey maskingKey(CommandContext context, MaskingRules.Key place) {
        if (place instanceof MaskingRules.Key.Reference reference) {
            return MaskingKey.of(context.login(new Target.Credentials.Reference(reference.id()))
                    .password());
        }
        String variable = ((MaskingRules.Key.Environment) place).variable();
        return MaskingKey.of(context.environment(variable)
                .map(Secret::of)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CREDENTIALS_MISSING)
                        .found("The environment variable %s, which should hold the masking key, is not set.", variable)
                        .remedy("Set it, where the clone runs and nowhere on the lower stage.")
                        .build()));
    }

    /** @throws CountersignException DEPLOYMENT_INTERRUPTED where something has to be recovered first */
    static void requireSettled(Site site) {
        if (Recovery.isNeeded(site.journal().history())) {
            throw CountersignException.problem(ProblemCode.DEPLOYMENT_INTERRUPTED)
                    .found("An operation on %s did not end.", site.name())
                    .remedy("Run countersign:recover for it first.")
                    .build();
        }
    }
}
