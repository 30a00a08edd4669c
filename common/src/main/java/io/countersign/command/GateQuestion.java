package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.deploy.ApplicationDeployer;
import io.countersign.gate.GateFacts;
import io.countersign.gate.Inspection;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.SealedRelease;
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
        SignedRelease release) {

    static GateQuestion of(CommandContext context, ReleaseInput release, StageInput where) {
        Ahead<SealedRelease> opening = release.opening();
        PromotionPath path = where.path();
        Stage stage = where.found(context, path);
        Keyrings keyrings = Keyrings.of(path);
        SignedRelease signed = release.signed(opening, keyrings, context.clock().instant());
        return new GateQuestion(context, path, stage, where.target(stage), keyrings, signed);
    }

    /** @param opened the release that was named, where its evidence is too */
    static GateQuestion of(
            CommandContext context,
            PromotionPath path,
            Stage stage,
            Target target,
            SealedRelease opened,
            ReleaseInput named) {
        Keyrings keyrings = Keyrings.of(path);
        return new GateQuestion(
                context,
                path,
                stage,
                target,
                keyrings,
                SignedRelease.of(
                        opened, named.openEvidence(), keyrings, context.clock().instant()));
    }

    GateFacts facts(TargetSession session, ChangeRunner.Pending pending, Optional<PersonKey> receiptSigner) {
        return new Inspection(
                        release,
                        path,
                        stage,
                        target,
                        keyrings,
                        session.database(),
                        session.ledger(),
                        pending,
                        session.backup(),
                        session.application().flatMap(ApplicationDeployer::obstacle),
                        receiptSigner,
                        session.isLocked(),
                        context.clock().instant())
                .facts();
    }
}
