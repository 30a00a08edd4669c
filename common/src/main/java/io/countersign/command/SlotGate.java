package io.countersign.command;

import io.countersign.database.ChangeRunner;
import io.countersign.database.liquibase.LiquibaseChangeRunner;
import io.countersign.deploy.ApplicationDeployer;
import io.countersign.deploy.Recovery;
import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.deploy.SlotPair;
import io.countersign.environment.SlotCopy;
import io.countersign.gate.ClearedRelease;
import io.countersign.gate.Gate;
import io.countersign.gate.GateFacts;
import io.countersign.gate.Inspection;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.signature.PersonKey;
import java.util.Optional;

/**
 * The gate before a slot: asked when a release is put into the idle one, and again before that goes live. The live database
 * is what it is asked about.
 *
 * @param pending what the release would change in the live database
 */
record SlotGate(ClearedRelease cleared, ChangeRunner.Pending pending) {

    /** @throws io.countersign.problem.CountersignException GATE_REFUSED; the whole table is shown before */
    static SlotGate pass(
            CommandContext context,
            GateQuestion question,
            Site site,
            ReleaseChanges changes,
            Optional<PersonKey> signer) {
        SlotPair pair = SlotPair.of(site);
        ChangeRunner.Pending pending = changes.pending(new LiquibaseChangeRunner(), site.database());
        GateFacts facts = new Inspection(
                        question.release(),
                        question.path(),
                        question.stage(),
                        site.target().in(pair.idle()),
                        question.keyrings(),
                        site.database(),
                        site.journal().ledger(),
                        pending,
                        Optional.empty(),
                        pair.idleSite().get().application().flatMap(ApplicationDeployer::obstacle),
                        signer,
                        true,
                        context.clock().instant())
                .facts();
        Gate gate = new Gate(StandardChecks.forReplacement());
        context.show(gate.examine(facts).report());
        return new SlotGate(gate.clear(facts), pending);
    }

    /** What fills a slot that has a database of its own. */
    SlotCopy copy(CommandContext context, Site site, ReleaseChanges changes) {
        return new SlotCopy(
                site,
                cleared,
                changes,
                new SlotCopy.Tools(new LiquibaseChangeRunner(), context.clock(), context.tool(), context.progress()));
    }

    /** What an interrupted operation left is set right first, whatever it was about. */
    static Optional<String> recover(CommandContext context, Site site) {
        Optional<String> done = new Recovery(site, new LiquibaseChangeRunner(), context.clock(), context.progress())
                .run(Optional.empty());
        done.ifPresent(context.progress()::info);
        return done;
    }
}
