package io.countersign.plan;

import io.countersign.gate.GateFacts;
import io.countersign.plan.RunbookStep.Failure;
import io.countersign.promotion.ApplicationPlace;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.SmokeCheck;
import io.countersign.report.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The steps by which one release comes to one target. Every runbook has the same ones, as far as they apply. */
public final class Procedure {
    /** The ids of all steps there can be, in their order. Ledgers remember them: none ever gets another meaning. */
    public static final List<String> STEPS =
            List.of("identity", "gate", "sql", "rehearse", "announce", "deploy", "verify", "application", "hand-over");

    private static final List<String> NONE = List.of();

    private final GateFacts facts;
    private final DeploymentPlan plan;
    private final GoalLines goals;
    private final Timings timings;
    private final String name;

    public Procedure(GateFacts facts, DeploymentPlan plan, GoalLines goals) {
        this.facts = facts;
        this.plan = plan;
        this.goals = goals;
        this.timings = Timings.of(facts);
        this.name = plan.stage() + "/" + plan.target();
    }

    public List<RunbookStep> steps() {
        List<RunbookStep> steps = new ArrayList<>();
        steps.add(identity());
        steps.add(gate());
        steps.add(sql());
        steps.add(rehearse());
        steps.add(announce());
        steps.add(deploy());
        steps.add(verify());
        application().ifPresent(steps::add);
        steps.add(handOver());
        return steps;
    }

    private RunbookStep identity() {
        return RunbookStep.of(
                "identity",
                "Make sure that this is the release",
                "Its SHA-256 is its identity: approvals and receipts speak about exactly these bytes.",
                List.of(
                        "sha256sum " + GoalLine.quoted(goals.release()),
                        goals.offline("verify").text()),
                "sha256sum prints " + plan.release().digest().hex() + ", and verify finds nothing wrong.",
                List.of(new Failure(
                        "the digest is another one",
                        "Stop. Get the release again from where it was sealed; nothing has been changed.",
                        NONE)));
    }

    private RunbookStep gate() {
        return RunbookStep.of(
                "gate",
                "Ask the gate",
                "Signatures expire and schemas drift: what held when this runbook was made may not hold now.",
                List.of(goals.acting("check").text()),
                "\"The gate is open.\"",
                List.of(new Failure(
                        "a check refuses",
                        "Do what the arrow beside it says, and ask again. Nothing has been changed.",
                        NONE)));
    }

    private RunbookStep sql() {
        return RunbookStep.of(
                "sql",
                "Compare the SQL",
                "What runs depends on what " + name + " has already.",
                List.of(goals.withRelease("plan").text()),
                Counted.of(plan.changesets().size(), "changeset") + " to apply"
                        + (plan.configuration().tables().isEmpty()
                                ? ""
                                : ", and of configuration data "
                                        + plan.configuration().summary())
                        + ", the same as in the appendix of this runbook.",
                List.of(new Failure(
                        "it is not the same",
                        name + " was changed since this runbook was made. Make a new one and have it looked at again.",
                        List.of(goals.acting("runbook").text()))));
    }

    private RunbookStep rehearse() {
        return new RunbookStep(
                "rehearse",
                "Rehearse",
                "Tries the release and the way back on a scratch copy of " + name + " beside it, with its data, and "
                        + "removes the copy. It needs the space of a second database, and may be left out where that was "
                        + "done since the last change of the release or of " + name + ".",
                List.of(goals.acting("rehearse").text()),
                "\"was rehearsed on a copy of " + name + "\"; the target is as it was, the copy is gone.",
                timings.rehearsal(),
                List.of(new Failure(
                        "it fails",
                        "Stop: the deployment would fail in the same way. " + name
                                + " is untouched. Hand the output to those who made the release.",
                        NONE)));
    }

    private RunbookStep announce() {
        return RunbookStep.of(
                "announce",
                "Tell everybody who uses " + name + " that it begins",
                effectOnOthers(),
                NONE,
                "Nobody objects, and no other job is at work on the database.",
                List.of());
    }

    private String effectOnOthers() {
        FreezePolicy freeze = facts.stage().deployment().freeze();
        String effect = switch (freeze.mode()) {
            case NONE -> "Others go on reading and writing while it runs; some changes may make them wait.";
            case READ_ONLY -> "Others can read and not write while it runs.";
            case OFFLINE -> "Nobody else can use the database while it runs.";
        };
        if (freeze.isNone()) {
            return effect;
        }
        String patience = Durations.text(freeze.patience().toMillis());
        return effect
                + (freeze.sessions() == FreezePolicy.Sessions.END
                        ? " Sessions that do not end by themselves within " + patience
                                + " are ended; what they have not committed is lost."
                        : " It refuses where sessions do not end by themselves within " + patience + ".")
                + (freeze.except().isEmpty()
                        ? ""
                        : " Left alone are " + String.join(", ", new TreeSet<>(freeze.except())) + ".");
    }

    private RunbookStep deploy() {
        return new RunbookStep(
                "deploy",
                "Deploy",
                "Gate, lock, " + (makesBackup() ? "backup, " : "") + "changes, verification and ledger record"
                        + (facts.target().application().isPresent() ? ", application" : "")
                        + ", receipt. Transactions: "
                        + plan.transactions() + ". It can be repeated at any time.",
                List.of(goals.acting("deploy").text()),
                "\"was deployed to " + name + "\", database version " + plan.to() + resultingSchema() + ".",
                timings.deployment(),
                failures());
    }

    private String resultingSchema() {
        return facts.rehearsal()
                .filter(receipt -> facts.stage().entry().rehearsed())
                .map(receipt -> ", schema "
                        + receipt.predicate().after().digest().abbreviated() + " as in "
                        + receipt.predicate().stage())
                .orElse("");
    }

    private List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        failures.add(new Failure(
                "it refuses",
                "The message ends with the state: " + plan.stage() + " is unchanged. Do what it says.",
                NONE));
        failures.add(new Failure(
                "a change or a check fails",
                "It is taken back at once, " + (facts.oneTransaction() ? "by the transaction" : "by the backup")
                        + "; the message ends with the state that was left. Keep the output and stop here.",
                NONE));
        failures.add(new Failure(
                "the process is killed or the connection lost",
                "Run this, which finishes what was committed, takes back what was not, and lifts a freeze. It can be repeated.",
                List.of(goals.withRelease("recover").text())));
        if (makesBackup()) {
            failures.add(new Failure(
                    "taking it back fails too",
                    "Mend the cause that is named. If recover does not get through, restore the backup that history names "
                            + "for the operation: whatever was written since it was made is lost.",
                    List.of(
                            goals.onTarget("history").text(),
                            goals.actingAlone("restore")
                                    .with("operation", "OPERATION")
                                    .with("acceptDataLoss", true)
                                    .text())));
        }
        return failures;
    }

    private RunbookStep verify() {
        return RunbookStep.of(
                "verify",
                "Look at the board",
                "The ledger in the database itself says what it is at, and the schema must agree.",
                List.of(goals.onStage("status").text()),
                name + " is at " + plan.release().title() + ", version " + plan.to()
                        + ", schema as recorded, state ready.",
                List.of(new Failure(
                        "the schema has drifted or the state is another",
                        "Somebody else changed the database meanwhile. Look at the ledger and at the drift that the gate tells.",
                        List.of(
                                goals.onTarget("history").text(),
                                goals.withRelease("check").text()))));
    }

    private Optional<RunbookStep> application() {
        List<String> addresses = facts.stage().deployment().smokeChecks().stream()
                .filter(SmokeCheck.Http.class::isInstance)
                .map(check -> ((SmokeCheck.Http) check).url())
                .toList();
        Optional<ApplicationPlace> place = facts.target().application();
        if (place.isEmpty() && addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(RunbookStep.of(
                "application",
                "Look at the application",
                "The deployment has switched it"
                        + place.map(at -> " in " + at.directory()).orElse("")
                        + (addresses.isEmpty() ? "." : " and asked " + String.join(", ", addresses) + "."),
                addresses.stream()
                        .map(address ->
                                "curl --fail --silent --show-error --output /dev/null " + GoalLine.quoted(address))
                        .toList(),
                "It shows version " + plan.release().version() + ", and people can work with it.",
                List.of(new Failure("people cannot work with it", "Go the way back.", NONE))));
    }

    private RunbookStep handOver() {
        return RunbookStep.of(
                "hand-over",
                "Keep the evidence",
                "The receipt proves what was done here, and the next stage asks for it.",
                List.of(goals.onTarget("history").text()),
                "The chain is whole. The receipt deployment-" + plan.stage() + "-" + plan.target()
                        + "-….json"
                        + (facts.stage().deployment().receipts().isPresent() ? " and its signature are" : " is")
                        + " in the evidence folder, which is kept with this runbook.",
                List.of(new Failure(
                        "the receipt is missing",
                        "Deploy again: it does nothing but write the receipt from the ledger.",
                        List.of(goals.acting("deploy").text()))));
    }

    private boolean makesBackup() {
        return !facts.backupMethod().equals(BackupPolicy.NONE)
                && !facts.pending().pending().isEmpty();
    }
}
