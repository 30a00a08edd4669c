package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.command.BaselineCommand;
import io.countersign.command.HistoryCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.Backup;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.Journal;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody with all rights on the database takes records out of the ledger, and the release at hand knows nothing of them. */
class MissesLedgerRecordsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void that_were_deleted_from_its_end(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        String table = promotion.ledgerTable("DEV");
        long last = promotion.status("DEV").records().orElseThrow();

        promotion.execute("DEV", "delete from " + table + " where seq = " + last);
        broken(promotion, second, "ends with record " + (last - 1));
        promotion.execute("DEV", "delete from " + table + " where seq <> 0");
        broken(promotion, second, "ends with record 0");
    }

    @ParameterizedTest
    @EnumSource
    void all_of_them(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.execute("DEV", "delete from " + promotion.ledgerTable("DEV"));

        assertThat(promotion.status("DEV").state().orElseThrow()).contains("the ledger is empty");
        refused(ProblemCode.GATE_REFUSED, "an empty ledger", () -> promotion.deploy(second, "DEV"));
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void where_the_head_was_forged_too_and_the_operators_keep_receipts(Databases product) {
        Promotion promotion = withArchive(product);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        shortenWithoutATrace(promotion);

        broken(promotion, second, "archived receipt of bookshop 1.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void where_others_were_written_in_their_place_and_the_operators_keep_receipts(Databases product) {
        Promotion promotion = withArchive(product);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        shortenWithoutATrace(promotion);
        try (TargetDatabase target = promotion.target("DEV")) {
            Journal journal = new Journal(new Ledger(target, Clock.systemUTC(), "forger@here"));
            for (int i = 0; i < 5; i++) {
                journal.append(new LedgerEvent.Recovered("op", "nothing happened", target.fingerprint()));
            }
        }

        broken(promotion, second, "archived receipt of bookshop 1.0.0");
    }

    /** So that the release would seem to be there still. */
    @Test
    void also_that_something_was_taken_back() {
        Promotion promotion = withArchive(Databases.H2);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.rollBack(second, "DEV");
        shortenWithoutATrace(promotion);

        broken(promotion, second, "archived withdrawal of bookshop 1.1.0");
    }

    /** The archive may have been out of reach when the statement was made. */
    @Test
    void and_an_archive_that_lacks_it_gets_it_with_the_same_command_again() throws IOException {
        Promotion promotion = withArchive(Databases.H2);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        Path withdrawal =
                Path.of(promotion.rollBack(second, "DEV").withdrawals().get(0));
        Path archived = promotion
                .stagesFile()
                .toPath()
                .resolveSibling("../receipts")
                .normalize()
                .resolve(String.valueOf(withdrawal.getFileName()));
        Files.delete(archived);
        Files.delete(archived.resolveSibling(archived.getFileName() + ".asc"));

        promotion.rollBack(second, "DEV");

        assertThat(archived).hasSameBinaryContentAs(withdrawal);
    }

    /** A workspace of a build server is often a fresh one. */
    @Test
    void and_a_receipt_that_got_lost_is_written_again_beside_an_archive_that_has_it() throws IOException {
        Promotion promotion = withArchive(Databases.H2);
        ReleaseInput first = promotion.sealFirst();
        Path archive =
                promotion.stagesFile().toPath().resolveSibling("../receipts").normalize();
        for (int time = 0; time < 3; time++) {
            Path receipt = Path.of(promotion.deploy(first, "DEV").receiptFile());
            assertThat(receipt).exists();
            Files.delete(receipt);
            Files.delete(receipt.resolveSibling(receipt.getFileName() + ".asc"));
        }

        try (Stream<Path> kept = Files.list(archive)) {
            assertThat(kept).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 99, 5_000_000_000L})
    void and_a_restore_to_what_is_not_before_it(long asOf) {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        try (TargetDatabase target = promotion.target("DEV")) {
            Backup backup = new Backup("script", "nowhere", Optional.empty(), 1, target.fingerprint());
            new Journal(new Ledger(target, Clock.systemUTC(), "forger@here"))
                    .append(new LedgerEvent.Restored("op", backup, asOf));
        }

        broken(promotion, promotion.sealSecond(), "it restores what record " + asOf + " would be");
    }

    /** As somebody does who knows how a ledger is made: without the deployment's record, but whole in itself. */
    private static void shortenWithoutATrace(Promotion promotion) {
        String table = promotion.ledgerTable("DEV");
        long kept = promotion.status("DEV").records().orElseThrow() - 2;
        String hash = promotion.query("DEV", "select hash from " + table + " where seq = " + kept);
        String head = "{\"seq\":" + kept + ",\"hash\":\"" + hash + "\"}";
        promotion.execute("DEV", "delete from " + table + " where seq > " + kept);
        promotion.execute(
                "DEV",
                "update " + table + " set body = '" + head + "', hash = '"
                        + Digest.of(head).hex() + "' where seq = 0");
    }

    @ParameterizedTest
    @EnumSource
    void and_does_not_begin_anew_where_the_operators_keep_receipts(Databases product) {
        Promotion promotion = withArchive(product);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.execute("DEV", "drop table " + promotion.ledgerTable("DEV"));

        refused(
                ProblemCode.LEDGER_BROKEN,
                "archived receipt of bookshop 1.0.0",
                () -> promotion.run(new BaselineCommand(promotion.stage("DEV"), "1.0.0", "found so", 0)));
        assertThat(promotion.status("DEV").state().orElseThrow()).contains("[ledger-broken]");
    }

    private Promotion withArchive(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.editStages(
                text -> text.replace("receipts: operator", "receipts: operator\n    receipt-archive: ../receipts"));
        return promotion;
    }

    private static void broken(Promotion promotion, ReleaseInput release, String why) {
        assertThat(promotion.status("DEV").state().orElseThrow())
                .contains("[ledger-broken]")
                .contains(why);
        refused(ProblemCode.LEDGER_BROKEN, why, () -> promotion.run(new HistoryCommand(promotion.stage("DEV"))));
        String before = promotion.query("DEV", "select count(*) from DATABASECHANGELOG");
        refused(ProblemCode.LEDGER_BROKEN, why, () -> promotion.deploy(release, "DEV"));
        refused(ProblemCode.LEDGER_BROKEN, why, () -> promotion.rollBack(release, "DEV"));
        assertThat(promotion.query("DEV", "select count(*) from DATABASECHANGELOG"))
                .isEqualTo(before);
    }
}
