package io.countersign.database.jdbc;

import io.countersign.database.FreezeMeasures;
import io.countersign.database.Freezer;
import io.countersign.promotion.FreezePolicy;
import java.util.List;
import java.util.Optional;

/** For products whose means are not known: refuses. */
record NoFreezer(String product) implements Freezer {

    @Override
    public Optional<Obstacle> obstacle(FreezePolicy policy) {
        return Optional.of(new Obstacle(
                "Countersign does not know how to keep others out of " + product + ".",
                "Stop the applications yourself, and set freeze: none for this stage."));
    }

    @Override
    public FreezeMeasures measures(FreezePolicy policy) {
        return FreezeMeasures.passing(policy.mode());
    }

    @Override
    public void impose(FreezeMeasures measures) {
        throw new IllegalStateException("its obstacle was not asked for");
    }

    @Override
    public List<String> inside(FreezePolicy policy) {
        return List.of();
    }

    @Override
    public void evict(FreezePolicy policy) {
        // nobody was found inside
    }

    @Override
    public boolean holds(FreezeMeasures measures) {
        return false;
    }

    @Override
    public void renew(FreezePolicy policy) {
        // nothing was imposed
    }

    @Override
    public void lift(FreezeMeasures measures) {
        // nothing was imposed
    }
}
