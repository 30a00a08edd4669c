package io.countersign.command;

import io.countersign.command.Moment.Kind;
import io.countersign.command.StageTrace.Deployed;
import io.countersign.command.StageTrace.Word;
import io.countersign.ledger.JudgedReceipts;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerRecord;
import io.countersign.ledger.Receipt;
import io.countersign.ledger.Rehearsal;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Digest;
import io.countersign.release.SourceRevision;
import io.countersign.report.Counted;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what evidence and ledgers tell about one release. */
final class Tracing {
    private final CommandContext context;
    private final SignedRelease release;
    private final Digest digest;
    private final List<Moment> moments = new ArrayList<>();

    Tracing(CommandContext context, SignedRelease release) {
        this.context = context;
        this.release = release;
        this.digest = release.release().digest();
        SourceRevision source = release.release().manifest().source();
        moment(
                Instant.ofEpochSecond(source.time()).toString(),
                "git",
                Kind.NEUTRAL,
                "committed" + source.tag().map(tag -> ", tag " + tag).orElse(""),
                "",
                Optional.empty());
    }

    /** Stage by stage in the order of the path; at each one what was agreed, and then what was done. */
    List<Moment> moments() {
        return moments;
    }

    StageTrace stage(Stage stage) {
        List<Word> words = words(stage);
        int agreed = moments.size();
        rehearsals(stage);
        Map<String, Deployed> deployments = new LinkedHashMap<>();
        receipts(stage, deployments);
        List<String> unknown = new ArrayList<>();
        for (Target target : stage.targets()) {
            ledger(stage, target, deployments).ifPresent(unknown::add);
        }
        deployments
                .values()
                .forEach(deployed -> moment(
                        deployed.finishedAt(),
                        stage.name() + "/" + deployed.target(),
                        Kind.GOOD,
                        "deployed, " + Counted.of(deployed.changesets(), "changeset"),
                        deployed.by(),
                        Optional.of(deployed.millis())));
        moments.subList(agreed, moments.size()).sort(Comparator.comparing(moment -> Instant.parse(moment.at())));
        return new StageTrace(
                stage.name(), stage.entry().approvals().text(), words, List.copyOf(deployments.values()), unknown);
    }

    private List<Word> words(Stage stage) {
        List<Word> words = new ArrayList<>();
        for (Judged<Predicate.Approval> judged : release.approvals(stage.name())) {
            words.add(word(judged, "approval", judged.predicate().comment()));
        }
        for (Judged<Predicate.CheckException> judged : release.exceptions(stage.name())) {
            words.add(word(
                    judged,
                    "exception: " + String.join(", ", judged.predicate().lifts()),
                    judged.predicate().reason()));
        }
        words.forEach(word -> word.signedAt()
                .ifPresent(at -> moment(
                        at,
                        stage.name(),
                        word.reason().isEmpty() ? Kind.GOOD : Kind.BAD,
                        word.what() + (word.reason().isEmpty() ? "" : ", which does not count: " + word.reason()),
                        word.who() + " (" + word.role() + ")",
                        Optional.empty())));
        return words;
    }

    private static Word word(Judged<?> judged, String what, String text) {
        return new Word(judged.person().userId(), judged.role(), what, judged.signedAt(), text, judged.reason());
    }

    private void rehearsals(Stage stage) {
        release.evidence().files().stream()
                .flatMap(file -> Statements.read(file, Rehearsal.class).stream())
                .filter(statement -> statement.subjectDigest().equals(digest))
                .map(statement -> statement.predicate())
                .filter(rehearsal -> rehearsal.stage().equals(stage.name()))
                .forEach(rehearsal -> moment(
                        rehearsal.finishedAt(),
                        stage.name() + "/" + rehearsal.target(),
                        Kind.NEUTRAL,
                        "rehearsed on a scratch copy, back by " + rehearsal.way(),
                        rehearsal.by(),
                        Optional.of(Duration.between(
                                        Instant.parse(rehearsal.startedAt()), Instant.parse(rehearsal.finishedAt()))
                                .toMillis())));
    }

    private void receipts(Stage stage, Map<String, Deployed> deployments) {
        JudgedReceipts.signed(release.signed(), stage).stream()
                .filter(Judged::counts)
                .forEach(one -> deployments.put(
                        one.predicate().operation(),
                        deployed(
                                one.predicate(),
                                "receipt signed by " + one.person().userId())));
    }

    private static Deployed deployed(Receipt receipt, String proof) {
        return new Deployed(
                receipt.target(),
                receipt.operation(),
                receipt.startedAt(),
                receipt.finishedAt(),
                receipt.before(),
                receipt.after(),
                receipt.changesets().size(),
                receipt.by(),
                proof);
    }

    /** @return why the ledger could not be asked; empty where it was */
    private Optional<String> ledger(Stage stage, Target target, Map<String, Deployed> deployments) {
        try (TargetSession session = TargetSession.look(context, stage, target)) {
            Set<String> operations = new HashSet<>();
            session.ledger()
                    .read()
                    .entries()
                    .forEach(entry ->
                            record(stage.name() + "/" + target.name(), entry.record(), operations, deployments));
            return Optional.empty();
        } catch (CountersignException e) {
            return Optional.of("The ledger of " + stage.name() + "/" + target.name() + " could not be asked: ["
                    + e.code().code() + "] " + e.problem().found());
        }
    }

    private void record(String where, LedgerRecord record, Set<String> operations, Map<String, Deployed> deployments) {
        LedgerEvent event = record.event();
        if (event instanceof LedgerEvent.Started started) {
            if (started.release().filter(one -> one.digest().equals(digest)).isPresent()) {
                operations.add(started.operation());
            }
        } else if (event instanceof LedgerEvent.Succeeded done
                && done.release().digest().equals(digest)) {
            Deployed known = deployments.get(done.operation());
            deployments.put(
                    done.operation(),
                    new Deployed(
                            done.target(),
                            done.operation(),
                            done.startedAt(),
                            record.at(),
                            done.before(),
                            done.after(),
                            done.changesets(),
                            record.by(),
                            "ledger record " + record.seq() + (known == null ? "" : ", " + known.proof())));
        } else if (event instanceof LedgerEvent.RolledBack back && operations.contains(back.operation())) {
            moment(record.at(), where, Kind.BAD, "rolled back by " + back.way(), record.by(), Optional.empty());
        } else if (event instanceof LedgerEvent.Failed failed && operations.contains(failed.operation())) {
            moment(
                    record.at(),
                    where,
                    Kind.BAD,
                    "failed: [" + failed.code() + "] " + failed.problem() + " " + failed.state(),
                    record.by(),
                    Optional.empty());
        } else if (event instanceof LedgerEvent.Recovered recovered && operations.contains(recovered.operation())) {
            moment(record.at(), where, Kind.NEUTRAL, "recovered: " + recovered.how(), record.by(), Optional.empty());
        } else if (event instanceof LedgerEvent.StepDone step
                && step.release().digest().equals(digest)) {
            moment(
                    step.doneAt(),
                    where,
                    Kind.NEUTRAL,
                    "step " + step.step() + " done" + (step.note().isEmpty() ? "" : ": " + step.note()),
                    step.doneBy(),
                    Optional.empty());
        }
    }

    private void moment(String at, String where, Kind kind, String what, String who, Optional<Long> millis) {
        moments.add(new Moment(at, where, kind, what, who, millis));
    }
}
