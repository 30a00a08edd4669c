package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ApplicationDeployer;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.gate.GateFacts;
import io.countersign.gate.Inspection;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.signature.Keyrings;
import io.countersign.signature.PersonKey;
import io.countersign.signature.SignedRelease;
import java.util.Optional;

/** A release before a stage's gate: what check, plan and deploy have in common. */
record GateQuestion(
        CommandContext context,
        PromotionPath path,
        Stage stage,
        Target target,
        Keyrings keyrings,
        SignedRelease release,
        ChangeRunner runner) {

    static GateQuestion of(CommandContext context, ReleaseInput release, StageInput where) {
        PromotionPath path = where.path();
        Stage stage = path.stage(where.stage());
        Target target = where.target(stage);
        Keyrings keyrings = Keyrings.of(path);
        return new GateQuestion(
                context,
                path,
                stage,
                target,
                keyrings,
                release.signed(keyrings, context.clock().instant()),
                new LiquibaseChangeRunner());
    }

    GateFacts facts(TargetSession session, ReleaseChanges changes, Optional<PersonKey> receiptSigner) {
        return new Inspection(
                        release,
                        path,
                        stage,
                        target,
                        keyrings,
                        session.database(),
                        session.ledger(),
                        runner,
                        changes.source(),
                        session.backup(),
                        session.application().flatMap(ApplicationDeployer::obstacle),
                        receiptSigner,
                        session.isLocked(),
                        context.clock().instant())
                .facts();
    }
}
