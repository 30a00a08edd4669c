package io.countersign.database.liquibase;

import io.countersign.database.ChangeRunner;
import io.countersign.database.TargetDatabase;
import io.countersign.progress.Progress;
import io.countersign.release.Changeset;
import io.countersign.release.ChangesetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import liquibase.Scope;
import liquibase.change.ChangeFactory;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.sqlgenerator.SqlGeneratorFactory;

/**
 * Runs changelogs by Liquibase. Runs use no contexts and no labels, which lets Liquibase run every changeset; environment
 * variables and system properties are not looked at. May be used by several threads at once, for different targets.
 */
public final class LiquibaseChangeRunner implements ChangeRunner {

    /** What {@link #pending} has read, for the one call that follows it: reading is half of a run's work. */
    private final AtomicReference<Optional<Kept>> kept = new AtomicReference<>(Optional.empty());

    /** Whether changes may start programs, as a release may that somebody has let in. */
    private final boolean programs;

    public LiquibaseChangeRunner() {
        this(true);
    }

    private LiquibaseChangeRunner(boolean programs) {
        this.programs = programs;
    }

    /** For a release that nobody has approved: what it does stays within the database. */
    public static LiquibaseChangeRunner withoutPrograms() {
        return new LiquibaseChangeRunner(false);
    }

    private record Kept(Source source, TargetDatabase database, DatabaseChangeLog changelog) {}

    /**
     * A runner whose Liquibase is loaded already. That takes about as long as connecting to a database, and can be done meanwhile.
     *
     * @param changelog the path of the changelog to be read, whose end tells its format
     * @throws io.countersign.problem.CountersignException CHANGELOG_INVALID
     */
    public static LiquibaseChangeRunner prepared(String changelog) {
        ReleaseResources none = new ReleaseResources(NoFiles.INSTANCE);
        return told(
                none,
                new Source(NoFiles.INSTANCE, changelog),
                () -> new PrivateLiquibase(none, Progress.silent()).call(() -> {
                    ChangeLogParserFactory.getInstance().getParser(changelog, none);
                    SqlGeneratorFactory.getInstance();
                    Scope.getCurrentScope().getSingleton(ChangeFactory.class);
                    Scope.getCurrentScope().getSingleton(ChangeLogHistoryServiceFactory.class);
                    return new LiquibaseChangeRunner();
                }));
    }

    @Override
    public Pending pending(TargetDatabase database, Source source) {
        return reading(database, source, (session, changelog) -> {
            kept.set(Optional.of(new Kept(source, database, changelog)));
            PendingChanges changes = PendingChanges.of(session, changelog);
            List<Changeset> pending = changes.pending().stream()
                    .map(changeset -> Changesets.of(changeset, session.database()))
                    .toList();
            return new Pending(pending, changes.appliedBefore(), changes.altered());
        });
    }

    @Override
    public List<Preview> preview(TargetDatabase database, Source source) {
        return reading(database, source, (session, changelog) -> {
            List<ChangeSet> pending = PendingChanges.of(session, changelog).pending();
            StatementTexts texts = new StatementTexts(session.database());
            texts.writeOnly();
            return pending.stream().map(texts::preview).toList();
        });
    }

    @Override
    public List<Preview> rollbackPreview(TargetDatabase database, Source source, List<ChangesetId> applied) {
        return reading(database, source, (session, changelog) -> {
            List<ChangeSet> plan = new RollbackRun(session, changelog).plan(applied);
            StatementTexts texts = new StatementTexts(session.database());
            texts.writeOnly();
            return plan.stream().map(texts::rollback).toList();
        });
    }

    @Override
    public List<Applied> apply(TargetDatabase database, Source source, Progress progress) {
        ReleaseResources resources = new ReleaseResources(source.files());
        return told(
                resources,
                source,
                () -> TargetSession.write(database, resources, progress, session -> {
                    DatabaseChangeLog changelog = begin(session, resources, source);
                    return List.copyOf(UpdateRun.run(session, changelog, progress));
                }));
    }

    @Override
    public void rollBack(TargetDatabase database, Source source, List<ChangesetId> applied, Progress progress) {
        ReleaseResources resources = new ReleaseResources(source.files());
        told(
                resources,
                source,
                () -> TargetSession.write(database, resources, progress, session -> {
                    LiquibaseLock.refuseWhereHeld(session);
                    new RollbackRun(session, session.parse(resources, source)).run(applied, progress);
                    return applied;
                }));
    }

    @Override
    public List<ChangesetId> recorded(TargetDatabase database) {
        ReleaseResources none = new ReleaseResources(NoFiles.INSTANCE);
        return told(
                none,
                new Source(NoFiles.INSTANCE, ""),
                () -> TargetSession.read(database, none, session -> {
                    List<ChangesetId> ids = new ArrayList<>();
                    session.history()
                            .getRanChangeSets()
                            .forEach(row -> ids.add(new ChangesetId(
                                    Optional.ofNullable(row.getStoredChangeLog())
                                            .orElse(row.getChangeLog()),
                                    row.getId(),
                                    row.getAuthor())));
                    return List.copyOf(ids);
                }));
    }

    private DatabaseChangeLog begin(TargetSession session, ReleaseResources resources, Source source) throws Exception {
        LiquibaseLock.refuseWhereHeld(session);
        DatabaseChangeLog changelog = changelog(session, resources, source);
        if (!programs) {
            ForeignCode.refuse(PendingChanges.of(session, changelog).pending());
        }
        try {
            session.prepare(changelog);
        } catch (Exception e) {
            throw new ChangeFailures(session).before(e);
        }
        return changelog;
    }

    private DatabaseChangeLog changelog(TargetSession session, ReleaseResources resources, Source source) {
        return kept.getAndSet(Optional.empty())
                .filter(last -> last.source().equals(source) && last.database() == session.target())
                .map(Kept::changelog)
                .orElseGet(() -> session.parse(resources, source));
    }

    /** Something that only looks. */
    @FunctionalInterface
    private interface Look<T> {
        T at(TargetSession session, DatabaseChangeLog changelog) throws Exception;
    }

    private <T> T reading(TargetDatabase database, Source source, Look<T> look) {
        ReleaseResources resources = new ReleaseResources(source.files());
        return told(
                resources,
                source,
                () -> TargetSession.read(
                        database, resources, session -> look.at(session, changelog(session, resources, source))));
    }

    private static <T> T told(ReleaseResources resources, Source source, PrivateLiquibase.Work<T> work) {
        try {
            return work.run();
        } catch (Exception e) {
            throw new ChangelogProblems(resources, source.changelog()).of(e);
        }
    }
}
