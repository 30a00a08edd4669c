package io.countersign.database.h2;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.promotion.FreezePolicy;
import io.countersign.promotion.Stage;
import java.util.List;
import java.util.Optional;

/** H2's exclusive mode: everybody but the working connection is out at once, and in again when that ends, also by a kill. */
final class H2Freezer implements Freezer {
    private final H2Target target;

    H2Freezer(H2Target target) {
        this.target = target;
    }

    @Override
    public Optional<Obstacle> obstacle(FreezePolicy policy) {
        if (policy.mode() == Stage.Freeze.READ_ONLY) {
            return obstacle("H2 cannot let others read and keep them from writing.", "Set freeze: offline.");
        }
        if (policy.sessions() == FreezePolicy.Sessions.WAIT || !policy.except().isEmpty()) {
            return obstacle(
                    "H2's exclusive mode ends the sessions of all others, and at once.",
                    "Set freeze: offline, without sessions: wait and without exceptions.");
        }
        if (!target.isAdministrator()) {
            return obstacle(
                    "Only an administrator can have an H2 database alone.",
                    "Name credentials of an H2 user with the right ADMIN.");
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> obstacle(String found, String remedy) {
        return Optional.of(new Obstacle(found, remedy));
    }

    @Override
    public FreezeMeasures measures(FreezePolicy policy) {
        return FreezeMeasures.passing(policy.mode());
    }

    @Override
    public void impose(FreezeMeasures measures) {
        target.beAlone();
    }

    @Override
    public List<String> inside(FreezePolicy policy) {
        return List.of();
    }

    @Override
    public void evict(FreezePolicy policy) {
        // exclusive mode has done so
    }

    @Override
    public boolean holds(FreezeMeasures measures) {
        return false; // it ends with the connection that asked for it
    }

    @Override
    public void renew(FreezePolicy policy) {
        // nobody could come in
    }

    @Override
    public void lift(FreezeMeasures measures) {
        target.letIn();
    }
}
