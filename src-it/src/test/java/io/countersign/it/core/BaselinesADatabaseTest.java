package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.BaselineCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.Fingerprint;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselinesADatabaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void that_was_made_by_hand_and_changes_nothing_else(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.execute("DEV", "create table publisher (id int primary key, name varchar(50))");
        promotion.execute("DEV", "insert into publisher (id, name) values (1, 'Egerton')");
        ReleaseInput release = promotion.sealFirst();
        Fingerprint before = fingerprint(promotion);
        refused(ProblemCode.GATE_REFUSED, "countersign:baseline", () -> promotion.deploy(release, "DEV"));

        BaselineCommand.Result result = promotion.run(baseline(promotion, "0.9.0"));

        assertThat(result.version()).isEqualTo("0.9.0");
        assertThat(result.objects()).isPositive();
        assertThat(fingerprint(promotion)).isEqualTo(before);
        assertThat(promotion.history("DEV"))
                .extracting(Object::getClass)
                .containsExactly(LedgerEvent.PolicyPinned.class, LedgerEvent.Baselined.class);
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("0.9.0");
        promotion.deploy(release, "DEV");
        promotion.rollBack(release, "DEV");
        assertThat(fingerprint(promotion)).isEqualTo(before);
        assertThat(promotion.query("DEV", "select name from publisher")).isEqualTo("Egerton");
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("0.9.0");
    }

    /** Years of another tool's work, with Liquibase's own tables, which then have nothing new to do. */
    @ParameterizedTest
    @EnumSource
    void that_liquibase_has_filled_before(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        ReleaseInput first = promotion.sealFirst();
        promotion.deploy(first, "DEV");
        promotion.execute("DEV", "drop table " + promotion.ledgerTable("DEV"));

        promotion.run(baseline(promotion, "1.0.0"));
        ReleaseInput second = promotion.sealSecond();
        assertThat(promotion.deploy(second, "DEV").receipt().changesets()).hasSize(4);
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("6");
    }

    @Test
    void once() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.run(baseline(promotion, "0.9.0"));
        refused(ProblemCode.ALREADY_UNDER_CONTROL, "2 records", () -> promotion.run(baseline(promotion, "1.0.0")));
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("0.9.0");
    }

    private static BaselineCommand baseline(Promotion promotion, String version) {
        return new BaselineCommand(promotion.stage("DEV"), version, "found so", 0);
    }

    private static Fingerprint fingerprint(Promotion promotion) {
        try (TargetDatabase target = promotion.target("DEV")) {
            return target.fingerprint();
        }
    }
}
