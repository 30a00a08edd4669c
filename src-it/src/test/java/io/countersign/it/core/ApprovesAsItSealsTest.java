package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.ApproveCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.command.SealCommand;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing and approving in one command, where the approval rests on nothing that comes later. */
class ApprovesAsItSealsTest {
    @TempDir
    Path folder;

    @Test
    void counts_as_an_approval_by_the_same_key_does() {
        Promotion promotion = promotion();

        SealCommand.Result sealed = promotion.run(promotion.sealing("1.0.0", Optional.of(by(promotion, "developer"))));

        ApproveCommand.Result approval = sealed.approval().orElseThrow();
        assertThat(approval.signed()).isTrue();
        assertThat(approval.role()).isEqualTo("developer");
        assertThat(approval.release()).isEqualTo(sealed.release());
        assertThat(sealed.report().toString()).contains("Approved: ", "may enter QAT");
        ReleaseInput release = new ReleaseInput(new File(sealed.file()), Optional.empty());
        assertThat(promotion.deploy(release, "QAT").receipt().approvers())
                .extracting(approver -> approver.role())
                .containsExactly("developer");
    }

    @Test
    void leaves_a_sealed_release_where_the_key_may_not_approve() {
        Promotion promotion = promotion();
        SealCommand command = promotion.sealing("1.0.0", Optional.of(by(promotion, "stranger")));

        CountersignException refused = catchThrowableOfType(CountersignException.class, () -> promotion.run(command));

        assertThat(refused.code()).isEqualTo(ProblemCode.KEY_UNKNOWN);
        Path release = folder.resolve("releases/bookshop-1.0.0-release.zip");
        assertThat(refused.problem().state()).isEqualTo(release + " is sealed, and not approved.");
        ReleaseInput input = new ReleaseInput(release.toFile(), Optional.empty());
        promotion.approve(input, "QAT", "developer");
        assertThat(promotion.deploy(input, "QAT").repeated()).isFalse();
    }

    private Promotion promotion() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.project().changes("1", Project.FIRST_CHANGES);
        return promotion;
    }

    private static SealCommand.Approval by(Promotion promotion, String person) {
        return new SealCommand.Approval(
                promotion.stage("QAT"), promotion.key(person), Optional.empty(), "as it was sealed", true);
    }
}
