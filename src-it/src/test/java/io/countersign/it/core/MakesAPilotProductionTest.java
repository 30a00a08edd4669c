package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.command.PilotSwitchCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.ledger.Interruption;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.report.TextRenderer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A pilot that its users have configured becomes production, while others go on with production as long as they can. */
class MakesAPilotProductionTest {
    /** What a busy machine may add between the ledger's record and the next write of a client. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final List<String> UNDONE =
            List.of("Freezing PRD", "Applying changesets, step 1", "Changing 1 rows", "Committing");
    private static final List<String> FINISHED = List.of("Lifting the freeze of PRD", "Switching");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void becomes_production_with_what_was_configured_in_it_and_goes_back(Databases product) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.accepted();
        promotion.run(pilots.create(second));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.execute("PILOT", "insert into book (id, title) values (77, 'only tried')");
        promotion.execute("PRD", "insert into book (id, title) values (2, 'Persuasion')");
        promotion.execute("PRD", "update genre set label = 'Tragedy' where id = 2");
        assertThat(catchThrowableOfType(CountersignException.class, () -> promotion.run(pilots.switching(second, true)))
                        .code())
                .isEqualTo(ProblemCode.GATE_REFUSED);
        promotion.approveForProduction(second);

        CountersignException refused =
                catchThrowableOfType(CountersignException.class, () -> promotion.run(pilots.switching(second, false)));

        assertThat(refused.code()).isEqualTo(ProblemCode.CONSENT_MISSING);
        assertThat(refused.problem().found()).contains("Drama → Tragedy");
        assertThat(pilots.genres("PRD")).isEqualTo("Novel,Tragedy");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
        assertThat(promotion.status("PRD").state()).isEmpty();

        PilotSwitchCommand.Result switched = promotion.run(pilots.switching(second, true));

        assertThat(Pilots.lines(switched.leftBehind())).hasSize(1);
        assertThat(pilots.genres("PRD")).isEqualTo("Roman,Drama");
        assertThat(pilots.books("PRD")).isEqualTo("Emma,Persuasion");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.1.0");
        assertThat(promotion.status("PRD").drift()).contains(false);
        assertThat(promotion.run(pilots.switching(second, false)).deployment().repeated())
                .isTrue();

        promotion.rollBack(second, "PRD");

        assertThat(pilots.genres("PRD")).isEqualTo("Novel,Tragedy");
        assertThat(pilots.books("PRD")).isEqualTo("Emma,Persuasion");
        assertThat(promotion.application("PRD")).contains("the bookshop 1.0.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void no_acknowledged_write_is_lost_and_the_interruption_is_told(Databases product) {
        FreezesOthersTest.assumeBackupsBesideReaders(product, "read-only");
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.tried();
        ShopClient shop = ShopClient.of(product, promotion.database("PRD"));
        promotion.freeze("PRD", FreezesOthersTest.policy(product, "read-only"));
        Map<String, Instant> moments = new ConcurrentHashMap<>();
        Traffic traffic = new Traffic(shop);
        PilotSwitchCommand.Result switched;
        try (traffic) {
            traffic.awaitSome();
            switched = pilots.switching(second, true)
                    .execute(promotion.context(
                            "tester@here",
                            Moments.each(what -> moments.putIfAbsent(what.split("[ :]", 2)[0], Instant.now()))));
            traffic.awaitSome();
        }

        traffic.expectNothingLost();
        Instant frozen = moments.get("Frozen");
        Instant lifting = moments.get("Lifting");
        assertThat(traffic.writes())
                .as("writes while frozen")
                .noneMatch(at -> at.isAfter(frozen) && at.isBefore(lifting));
        assertThat(traffic.refusedWrites()).anyMatch(at -> at.isAfter(frozen) && at.isBefore(lifting));
        assertThat(traffic.reads()).as("reads while frozen").anyMatch(at -> at.isAfter(frozen) && at.isBefore(lifting));
        Interruption told = switched.deployment().receipt().interruption().orElseThrow();
        assertThat(told.mode()).isEqualTo(Stage.Freeze.READ_ONLY);
        assertThat(Instant.parse(told.from())).isBefore(frozen);
        assertThat(Instant.parse(told.until())).isAfter(lifting.minusMillis(1));
        assertThat(Traffic.longestPause(traffic.writes()))
                .as("what the client saw of " + told)
                .isBetween(
                        Duration.between(frozen, lifting),
                        Duration.ofMillis(told.millis()).plus(TOLERANCE));
        assertThat(Traffic.longestPause(traffic.reads()))
                .isLessThan(Duration.ofMillis(told.millis()).plus(TOLERANCE));
        assertThat(String.join("\n", new TextRenderer(200, false).render(switched.report())))
                .contains(told.millis() + " ms", "others can only read");
        assertThat(Promotion.read(Path.of(switched.deployment().receiptFile())))
                .contains("\"interruption\" : {", told.from(), told.until());
        assertThat(pilots.genres("PRD")).isEqualTo("Roman,Drama");
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(Databases.POSTGRESQL, UNDONE, FINISHED),
                // what leads up to the changes leaves the same behind on both
                Arguments.of(Databases.MARIADB, UNDONE.subList(1, 3), FINISHED.subList(0, 1)));
    }

    /** The pilot's users are kept out too, so that what they configure last is not left behind. */
    @ParameterizedTest
    @MethodSource("steps")
    void is_old_or_new_as_a_whole_wherever_the_switch_is_killed(
            Databases product, List<String> undone, List<String> finished) {
        Pilots pilots = Pilots.inProduction(product, folder);
        Promotion promotion = pilots.promotion();
        ReleaseInput second = pilots.tried();
        ShopClient shop = ShopClient.of(product, promotion.database("PRD"));
        ShopClient users = ShopClient.of(product, promotion.database("PILOT"));
        promotion.freeze("PRD", FreezesOthersTest.policy(product, "read-only"));
        promotion.freeze("PILOT", FreezesOthersTest.policy(product, "read-only"));
        for (String moment : undone) {
            killAt(pilots, second, moment);
            expect(pilots, shop, moment, "Novel,Drama", "the bookshop 1.0.0");
        }
        for (String moment : finished) {
            killAt(pilots, second, moment);
            expect(pilots, shop, moment, "Roman,Drama", "the bookshop 1.1.0");
            promotion.rollBack(second, "PRD");
        }
        assertThat(promotion.status("PILOT").state()).as("left on by the kill").isPresent();

        promotion.run(pilots.switching(second, true));

        expect(pilots, shop, "the switch that nobody killed", "Roman,Drama", "the bookshop 1.1.0");
        assertThat(promotion.status("PILOT").state()).isEmpty();
        assertThat(users.writes()).isTrue();
    }

    private static void killAt(Pilots pilots, ReleaseInput release, String moment) {
        Promotion promotion = pilots.promotion();
        assertThat(WorkingProcess.killedAt(promotion, pilots.switching(release, true), moment))
                .as(moment)
                .isPresent();
        if (promotion.status("PRD").state().isPresent()) {
            promotion.recover("PRD");
        }
    }

    private static void expect(Pilots pilots, ShopClient shop, String moment, String genres, String application) {
        assertThat(pilots.genres("PRD")).as(moment).isEqualTo(genres);
        assertThat(pilots.promotion().application("PRD")).as(moment).contains(application);
        assertThat(pilots.promotion().status("PRD").state()).as(moment).isEmpty();
        assertThat(shop.writes()).as("after " + moment).isTrue();
    }
}
