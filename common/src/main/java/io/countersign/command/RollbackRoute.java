package io.countersign.command;

import io.countersign.deploy.ApplicationDeployer;
import io.countersign.deploy.Site;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory.Deployed;
import io.countersign.ledger.ReleaseReference;
import io.countersign.ledger.SlotRecords;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way back over several deployments, looked at as a whole before its first step.
 *
 * @param destination the deployment that stands at the end
 * @param undone the deployments that are taken back, the newest first; at least one
 */
record RollbackRoute(Site site, Deployed destination, List<Deployed> undone) {
    RollbackRoute {
        undone = List.copyOf(undone);
    }

    /**
     * @param name a version or a tag
     * @param changes whether a release was given, for the changesets' own rollbacks
     * @throws CountersignException NOTHING_TO_ROLL_BACK, PARAMETER_INVALID for a release that does not stand,
     *     PARAMETER_MISSING, BACKUP_MISSING, SLOT_REFUSED or APPLICATION_FAILED where a step could not be done
     */
    static RollbackRoute to(String name, Site site, boolean changes) {
        List<Deployed> standing = new ArrayList<>(site.journal().history().standingDeployments());
        Collections.reverse(standing);
        for (int i = 0; i < standing.size(); i++) {
            if (means(name, standing.get(i).event().release())) {
                if (i == 0) {
                    throw CountersignException.problem(ProblemCode.NOTHING_TO_ROLL_BACK)
                            .found(
                                    "%s is what %s is at.",
                                    standing.get(i).event().release().title(), site.name())
                            .remedy("Nothing needs to be done.")
                            .build();
                }
                RollbackRoute route = new RollbackRoute(site, standing.get(i), standing.subList(0, i));
                route.requirePassable(standing.subList(1, i + 1), changes);
                return route;
            }
        }
        throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                .found("No deployment of \"%s\" to %s stands.", name, site.name())
                .expected(
                        "one of %s.",
                        standing.stream()
                                .map(one -> one.event().release().version())
                                .collect(Collectors.joining(", ")))
                .remedy(
                        "Look at countersign:history; what was before a baseline, a clone or a restore cannot be gone back to.")
                .build();
    }

    private static boolean means(String name, ReleaseReference release) {
        return name.equals(release.version())
                || release.tag().filter(name::equals).isPresent();
    }

    /** @param reached what each step leads to */
    private void requirePassable(List<Deployed> reached, boolean changes) {
        for (Deployed one : undone) {
            requireInPlace(one);
            if (needsRestore(one) && one.backup().isEmpty()) {
                throw CountersignException.problem(ProblemCode.BACKUP_MISSING)
                        .found(
                                "No backup was made before %s.",
                                one.event().release().title())
                        .remedy("Go back only as far as there are backups, or take the changes back by a new release.")
                        .build();
            }
            if (one.event().changesets() > 0 && !needsRestore(one) && !changes) {
                throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                        .found("The way back of %s is liquibase, and no release was given.", site.name())
                        .expected(
                                "the file of %s, which has the changesets of those before it too.",
                                undone.get(0).event().release().title())
                        .remedy("Name it by -Dcountersign.release=FILE.")
                        .build();
            }
        }
        site.application()
                .ifPresent(application -> reached.stream()
                        .map(Deployed::event)
                        .filter(LedgerEvent.Succeeded::activates)
                        .forEach(event -> requireStaged(application, event.release())));
    }

    /** What went live in the other slot goes back by a switch, database and all. */
    private void requireInPlace(Deployed one) {
        LedgerEvent.Succeeded event = one.event();
        if (new SlotRecords(site.journal().history()).intent(event.operation()).isPresent()) {
            String version = event.release().version();
            boolean newest = one.equals(undone.get(0));
            throw CountersignException.problem(ProblemCode.SLOT_REFUSED)
                    .found(
                            "%s went live on %s by a switch of slots.",
                            event.release().title(), site.name())
                    .expected(
                            "only deployments in place on the way back to %s.",
                            destination.event().release().title())
                    .remedy(
                            "%s and go on from there.",
                            newest
                                    ? "Switch back by countersign:ab-back first,"
                                    : "Go back to " + version + " by -Dcountersign.to=" + version
                                            + ", switch back by countersign:ab-back,")
                    .build();
        }
    }

    private static void requireStaged(ApplicationDeployer application, ReleaseReference release) {
        String folder = ApplicationDeployer.folderName(release.version(), release.digest());
        if (!application.isStaged(folder)) {
            throw CountersignException.problem(ProblemCode.APPLICATION_FAILED)
                    .found("The application %s is no longer in %s.", folder, application.directory())
                    .expected("the applications of all releases on the way.")
                    .remedy("Unpack it there from its release, and keep more releases by application.keep.")
                    .build();
        }
    }

    private boolean needsRestore(Deployed one) {
        boolean liquibase = site.stage().deployment().wayBack() == Stage.WayBack.LIQUIBASE
                && site.database().transactionalDdl();
        return one.event().changesets() > 0 && !liquibase;
    }

    /** What would be done and lost. */
    Report report() {
        return Report.titled("From " + undone.get(0).event().release().title() + " back to "
                        + destination.event().release().title() + " on " + site.name())
                .table(
                        List.of("Taken back", "Deployed", "Changesets", "Lost"),
                        undone.stream()
                                .map(one -> List.of(
                                        Cell.plain(one.event().release().title()),
                                        Cell.plain(one.event().startedAt()),
                                        Cell.plain(one.event().changesets()),
                                        needsRestore(one)
                                                ? Cell.bad("what was written since "
                                                        + one.event().startedAt())
                                                : Cell.good("what its changesets made")))
                                .toList())
                .build();
    }

    /** @throws CountersignException CONSENT_MISSING, saying since when everything would be lost */
    void requireConsent(boolean given) {
        List<Deployed> restored = undone.stream().filter(this::needsRestore).toList();
        if (restored.isEmpty() || given) {
            return;
        }
        Deployed earliest = restored.get(restored.size() - 1);
        throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                .found(
                        "Going back to %s takes back %d deployments and restores the backup of %s; whatever was written to %s"
                                + " since then would be lost.",
                        destination.event().release().title(),
                        undone.size(),
                        earliest.event().startedAt(),
                        site.name())
                .expected("your consent.")
                .remedy("Repeat with -Dcountersign.acceptDataLoss=true once nobody needs what was written since.")
                .build();
    }
}
