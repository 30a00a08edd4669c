package io.countersign.database.liquibase;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.List;
import java.util.stream.Stream;
import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;

/** Changes that are not done by the database: programs that they start, and classes of their own. */
final class ForeignCode {
    private ForeignCode() {}

    static boolean is(Change change) {
        return change instanceof CustomChangeWrapper || change instanceof ExecuteShellCommandChange;
    }

    /** @throws CountersignException CHANGESET_FAILED where one of the changesets, or its rollback, has some */
    static void refuse(List<ChangeSet> changesets) {
        changesets.stream()
                .filter(changeset -> Stream.concat(
                                changeset.getChanges().stream(), changeset.getRollback().getChanges().stream())
                        .anyMatch(ForeignCode::is))
                .findFirst()
                .ifPresent(changeset -> {
                    throw CountersignException.problem(ProblemCode.CHANGESET_FAILED)
                            .found(
                                    "Changeset %s by %s runs a program or a class on this machine, and the release is not"
                                            + " approved for the stage.",
                                    changeset.getId(), changeset.getAuthor())
                            .expected("changes that stay within the copy, or the stage's approvals.")
                            .remedy("Look at the changeset; approve the release for the stage, then rehearse it.")
                            .build();
                });
    }
}
