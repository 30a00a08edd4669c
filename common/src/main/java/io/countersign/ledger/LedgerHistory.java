package io.countersign.ledger;

import io.countersign.database.Backup;
import io.countersign.database.Fingerprint;
import io.countersign.release.DatabaseVersion;
import io.countersign.release.Digest;
import io.countersign.signature.Predicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole, verified ledger and what follows from it. */
public record LedgerHistory(List<Entry> entries) {

    public LedgerHistory {
        entries = List.copyOf(entries);
    }

    /** A record with its hash. */
    public record Entry(LedgerRecord record, Digest hash) {
        public LedgerHead head() {
            return new LedgerHead(record.seq(), hash);
        }

        /** As a change of the policy that this entry pinned names it. */
        public Predicate.PinnedRecord pinnedRecord(String target) {
            return new Predicate.PinnedRecord(target, record.seq(), hash);
        }
    }

    /**
     * What the ledger says the target is at.
     *
     * @param release empty after a baseline, and where nothing was deployed yet
     * @param since when it came to be so
     */
    public record Standing(
            Optional<ReleaseReference> release,
            Optional<DatabaseVersion> version,
            Optional<Fingerprint> fingerprint,
            Optional<String> since) {
        static final Standing NOTHING =
                new Standing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An operation that began and did not end, with the backup made for it where there is one. */
    public record OpenOperation(LedgerEvent.Started started, LedgerRecord record, Optional<Backup> backup) {}

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public LedgerHead head() {
        return entries.isEmpty()
                ? LedgerHead.EMPTY
                : entries.get(entries.size() - 1).head();
    }

    /** This history with one more entry, as {@link Ledger#append} returned it. */
    public LedgerHistory with(Entry entry) {
        List<Entry> longer = new ArrayList<>(entries);
        longer.add(entry);
        return new LedgerHistory(longer);
    }

    /** Whether the chain has exactly this hash at this place: a receipt's head is still in it. */
    public boolean contains(LedgerHead head) {
        return head.seq() >= 1
                && head.seq() <= entries.size()
                && entries.get((int) head.seq() - 1).hash().equals(head.hash());
    }

    public Standing standing() {
        Standing standing = Standing.NOTHING;
        for (Entry entry : entries) {
            standing = next(standing, entry.record());
        }
        return standing;
    }

    private Standing next(Standing now, LedgerRecord record) {
        Optional<String> at = Optional.of(record.at());
        if (record.event() instanceof LedgerEvent.Baselined event) {
            return new Standing(Optional.empty(), Optional.of(event.version()), Optional.of(event.fingerprint()), at);
        }
        if (record.event() instanceof LedgerEvent.Succeeded event) {
            return new Standing(Optional.of(event.release()), Optional.of(event.to()), Optional.of(event.after()), at);
        }
        if (record.event() instanceof LedgerEvent.RolledBack event) {
            return new Standing(event.release(), event.version(), Optional.of(event.fingerprint()), at);
        }
        if (record.event() instanceof LedgerEvent.Cloned event) {
            return new Standing(event.release(), event.version(), Optional.of(event.fingerprint()), at);
        }
        if (record.event() instanceof LedgerEvent.Restored event) {
            Standing then = standingBefore(event.asOf());
            return new Standing(
                    then.release(), then.version(), Optional.of(event.backup().fingerprint()), at);
        }
        return now;
    }

    /** The standing just before the given record. */
    public Standing standingBefore(long seq) {
        return new LedgerHistory(entries.subList(0, (int) seq - 1)).standing();
    }

    public Optional<OpenOperation> open() {
        Optional<OpenOperation> open = Optional.empty();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Started started) {
                open = Optional.of(new OpenOperation(started, entry.record(), Optional.empty()));
            } else if (event instanceof LedgerEvent.BackedUp saved) {
                open = open.map(operation -> operation.started().operation().equals(saved.operation())
                        ? new OpenOperation(operation.started(), operation.record(), Optional.of(saved.backup()))
                        : operation);
            } else if (ends(event)) {
                open = Optional.empty();
            }
        }
        return open;
    }

    private static boolean ends(LedgerEvent event) {
        return event instanceof LedgerEvent.Succeeded
                || event instanceof LedgerEvent.RolledBack
                || event instanceof LedgerEvent.Restored
                || event instanceof LedgerEvent.Failed
                || event instanceof LedgerEvent.Recovered;
    }

    /** The deployment or rollback whose application was to be activated behind its record and was not. */
    public Optional<LedgerEvent> awaitingActivation() {
        Optional<LedgerEvent> waiting = Optional.empty();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Succeeded done) {
                waiting = done.activates() ? Optional.of(done) : Optional.empty();
            } else if (event instanceof LedgerEvent.RolledBack back) {
                waiting = back.activates() ? Optional.of(back) : Optional.empty();
            } else if (event instanceof LedgerEvent.Activated
                    || event instanceof LedgerEvent.Restored
                    || event instanceof LedgerEvent.Cloned) {
                waiting = Optional.empty(); // another database does not belong to that application any more
            }
        }
        return waiting;
    }

    /** The freeze that is on. */
    public Optional<LedgerEvent.Frozen> freeze() {
        Optional<LedgerEvent.Frozen> freeze = Optional.empty();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Frozen frozen) {
                freeze = Optional.of(frozen);
            } else if (event instanceof LedgerEvent.Unfrozen) {
                freeze = Optional.empty();
            }
        }
        return freeze;
    }

    /** How long others were kept out for an operation; empty where it froze nothing, or is still frozen. */
    public Optional<Interruption> interruption(String operation) {
        Optional<Interruption> begun = Optional.empty();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            String at = entry.record().at();
            if (event instanceof LedgerEvent.Frozen frozen && frozen.operation().equals(operation)) {
                begun = Optional.of(new Interruption(frozen.measures().mode(), at, at));
            } else if (event instanceof LedgerEvent.SlotClosed closed
                    && closed.operation().equals(operation)) {
                begun = Optional.of(new Interruption(closed.measures().mode(), at, at));
            } else if (begun.isPresent() && endsInterruption(event, operation)) {
                return begun.map(one -> new Interruption(one.mode(), one.from(), at));
            }
        }
        return Optional.empty();
    }

    private static boolean endsInterruption(LedgerEvent event, String operation) {
        return (event instanceof LedgerEvent.Unfrozen lifted
                        && lifted.operation().equals(operation))
                || (event instanceof LedgerEvent.SlotOpened opened
                        && opened.operation().equals(operation));
    }

    public Optional<LedgerEvent.PolicyPinned> policy() {
        return policyEntry()
                .map(entry -> (LedgerEvent.PolicyPinned) entry.record().event());
    }

    /** The entry that pinned the policy. */
    public Optional<Entry> policyEntry() {
        return entries.stream()
                .filter(entry -> entry.record().event() instanceof LedgerEvent.PolicyPinned)
                .reduce((first, second) -> second);
    }

    /** The deployment that made the target what it is now; empty where it was taken back or never was. */
    public Optional<Deployed> lastDeployment() {
        List<Deployed> standing = standingDeployments();
        return standing.isEmpty() ? Optional.empty() : Optional.of(standing.get(standing.size() - 1));
    }

    /** The deployments that were neither taken back nor made void by something else, the oldest first. */
    public List<Deployed> standingDeployments() {
        return List.copyOf(standingDeployments(entries.size()));
    }

    private List<Deployed> standingDeployments(int records) {
        List<Deployed> stack = new ArrayList<>();
        for (Entry entry : entries.subList(0, records)) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Succeeded done) {
                stack.add(new Deployed(done, entry, backupFor(done.operation())));
            } else if (event instanceof LedgerEvent.RolledBack back) {
                stack.removeIf(deployed -> deployed.event().operation().equals(back.undid()));
            } else if (event instanceof LedgerEvent.Restored restored) {
                stack.clear();
                stack.addAll(standingDeployments((int) restored.asOf()));
            } else if (event instanceof LedgerEvent.Cloned) {
                stack.clear(); // what was deployed before is not what is there now
            }
        }
        return stack;
    }

    /** The rollbacks of deployments of a release, the oldest first. */
    public List<Withdrawal> withdrawals(Digest release, String tool) {
        Map<String, LedgerEvent.Succeeded> deployments = new HashMap<>();
        List<Withdrawal> withdrawals = new ArrayList<>();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.Succeeded done
                    && done.release().digest().equals(release)) {
                deployments.put(done.operation(), done);
            } else if (event instanceof LedgerEvent.RolledBack back && deployments.containsKey(back.undid())) {
                withdrawals.add(Withdrawal.of(deployments.get(back.undid()), entry, back, tool));
            }
        }
        return withdrawals;
    }

    /** A deployment that still stands. */
    public record Deployed(LedgerEvent.Succeeded event, Entry entry, Optional<Backup> backup) {}

    /** A backup and the record it was recorded with first. */
    public record RecordedBackup(LedgerRecord record, String operation, Backup backup) {}

    /** Every backup that was made, the newest last. A restore names its backup again; that is not another backup. */
    public List<RecordedBackup> backups() {
        List<RecordedBackup> backups = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.record().event() instanceof LedgerEvent.BackedUp saved
                    && backups.stream().noneMatch(known -> known.backup().equals(saved.backup()))) {
                backups.add(new RecordedBackup(entry.record(), saved.operation(), saved.backup()));
            }
        }
        return backups;
    }

    /** The record that made the target a pilot; empty where it is none, or was copied over since. */
    public Optional<Entry> pilot() {
        Optional<Entry> pilot = Optional.empty();
        for (Entry entry : entries) {
            if (entry.record().event() instanceof LedgerEvent.Piloted) {
                pilot = Optional.of(entry);
            } else if (entry.record().event() instanceof LedgerEvent.Cloned) {
                pilot = Optional.empty();
            }
        }
        return pilot;
    }

    /**
     * The newest change of configuration data that can be taken back by itself: not undone yet, and nothing was deployed,
     * rolled back, restored or cloned since.
     */
    public Optional<Entry> undoableChange() {
        List<Entry> stack = new ArrayList<>();
        for (Entry entry : entries) {
            LedgerEvent event = entry.record().event();
            if (event instanceof LedgerEvent.ConfigurationChanged change) {
                if (change.undoes().isEmpty()) {
                    stack.add(entry);
                } else {
                    stack.removeIf(
                            earlier -> operation(earlier).equals(change.undoes().get()));
                }
            } else if (event instanceof LedgerEvent.Succeeded
                    || event instanceof LedgerEvent.RolledBack
                    || event instanceof LedgerEvent.Restored
                    || event instanceof LedgerEvent.Cloned) {
                stack.clear();
            }
        }
        return stack.isEmpty() ? Optional.empty() : Optional.of(stack.get(stack.size() - 1));
    }

    private static String operation(Entry entry) {
        return ((LedgerEvent.ConfigurationChanged) entry.record().event()).operation();
    }

    /** The steps of a release's runbook that were ticked off, in order. */
    public List<LedgerEvent.StepDone> stepsDone(Digest release) {
        return entries.stream()
                .map(entry -> entry.record().event())
                .filter(LedgerEvent.StepDone.class::isInstance)
                .map(LedgerEvent.StepDone.class::cast)
                .filter(event -> event.release().digest().equals(release))
                .toList();
    }

    /** The change of configuration data that was part of a deployment. */
    public Optional<Entry> changeOf(String operation) {
        return entries.stream()
                .filter(entry -> entry.record().event() instanceof LedgerEvent.ConfigurationChanged change
                        && change.operation().equals(operation)
                        && change.undoes().isEmpty())
                .findFirst();
    }

    private Optional<Backup> backupFor(String operation) {
        return entries.stream()
                .map(entry -> entry.record().event())
                .filter(LedgerEvent.BackedUp.class::isInstance)
                .map(LedgerEvent.BackedUp.class::cast)
                .filter(event -> event.operation().equals(operation))
                .map(LedgerEvent.BackedUp::backup)
                .reduce((first, second) -> second);
    }
}
