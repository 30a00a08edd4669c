package io.countersign.plan;

import io.countersign.database.ChangeRunner.Preview;
import io.countersign.ledger.ReleaseReference;
import io.countersign.release.DatabaseVersion;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment of one release to one target would do.
 *
 * @param transactions {@code one} where everything commits together; otherwise how it is divided, for people
 * @param expectedMillis how long the changes took in the rehearsal; empty where there was none
 */
public record DeploymentPlan(
        ReleaseReference release,
        String stage,
        String target,
        String product,
        Optional<DatabaseVersion> from,
        DatabaseVersion to,
        List<Preview> changesets,
        int appliedBefore,
        List<String> altered,
        List<Risk> risks,
        String transactions,
        String backup,
        String wayBack,
        List<String> applicationFiles,
        Optional<Long> expectedMillis)
        implements Serializable {
    public DeploymentPlan {
        changesets = List.copyOf(changesets);
        altered = List.copyOf(altered);
        risks = List.copyOf(risks);
        applicationFiles = List.copyOf(applicationFiles);
    }
}
