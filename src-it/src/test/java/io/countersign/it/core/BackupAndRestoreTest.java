package io.countersign.it.core;

import static io.countersign.it.core.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.command.BackupCommand;
import io.countersign.command.BaselineCommand;
import io.countersign.command.KeyInput;
import io.countersign.command.ReleaseInput;
import io.countersign.command.RestoreCommand;
import io.countersign.database.Backup;
import io.countersign.ledger.LedgerEvent;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupAndRestoreTest {
    private static final Optional<String> NEWEST = Optional.empty();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void brings_data_and_schema_back_and_keeps_the_ledger(Databases product) {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        Backup backup =
                promotion.run(new BackupCommand(promotion.stage("DEV"), 0)).backup();
        String first = backedUp(promotion);
        promotion.execute("DEV", "insert into book (id, title) values (2, 'Persuasion')");
        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));
        promotion.execute("DEV", "delete from book");
        List<LedgerEvent> before = promotion.history("DEV");

        promotion.run(restore(promotion, NEWEST, true));
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("2");
        RestoreCommand.Result older = promotion.run(restore(promotion, Optional.of(first), true));
        assertThat(promotion.query("DEV", "select count(*) from book")).isEqualTo("1");

        assertThat(older.location()).isEqualTo(backup.location());
        assertThat(promotion.history("DEV")).startsWith(before.toArray(LedgerEvent[]::new));
        assertThat(promotion.history("DEV")).last().isInstanceOf(LedgerEvent.Restored.class);
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.0.0");
        assertThat(promotion.status("DEV").drift()).contains(false);
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    private static String backedUp(Promotion promotion) {
        return promotion.history("DEV").stream()
                .filter(LedgerEvent.BackedUp.class::isInstance)
                .map(event -> ((LedgerEvent.BackedUp) event).operation())
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void asks_for_consent_for_an_operator_and_for_a_backup_that_is_there() throws Exception {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        Backup backup =
                promotion.run(new BackupCommand(promotion.stage("DEV"), 0)).backup();
        List<LedgerEvent> before = promotion.history("DEV");

        refused(ProblemCode.CONSENT_MISSING, () -> promotion.run(restore(promotion, NEWEST, false)));
        refused(
                ProblemCode.KEY_UNKNOWN,
                () -> promotion.run(
                        new RestoreCommand(promotion.stage("DEV"), NEWEST, promotion.key("developer"), true, 0)));
        refused(
                ProblemCode.PARAMETER_MISSING,
                () -> promotion.run(new RestoreCommand(promotion.stage("DEV"), NEWEST, KeyInput.NONE, true, 0)));
        refused(ProblemCode.BACKUP_MISSING, () -> promotion.run(restore(promotion, Optional.of("nothing"), true)));
        assertThat(promotion.history("DEV")).isEqualTo(before);

        byte[] bytes = Files.readAllBytes(Path.of(backup.location()));
        bytes[bytes.length / 2] ^= 1;
        Files.write(Path.of(backup.location()), bytes);
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.run(restore(promotion, NEWEST, true)));
        assertThat(promotion.query("DEV", "select count(*) from book"))
                .as("an altered backup is refused before anything is dropped")
                .isEqualTo("1");
    }

    /** Otherwise its application would be put over another database, or what stands would be taken back for it. */
    @Test
    void ends_a_deployment_that_waits_for_its_application() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Switching"))
                .isPresent();

        promotion.run(restore(promotion, NEWEST, true));

        refused(ProblemCode.NOTHING_TO_RECOVER, () -> promotion.recover("DEV"));
        assertThat(promotion.application("DEV")).contains("the bookshop 1.0.0");
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.0.0");
        assertThat(promotion.status("DEV").state()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void a_backup_that_is_gone_leaves_everything_as_it_was_and_blocks_nothing(Databases product) throws Exception {
        Promotion promotion = Promotion.on(product, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        Backup older =
                promotion.run(new BackupCommand(promotion.stage("DEV"), 0)).backup();
        String named = backedUp(promotion);
        Backup newest =
                promotion.run(new BackupCommand(promotion.stage("DEV"), 0)).backup();
        List<Path> put = new ArrayList<>();
        for (LedgerEvent event : promotion.history("DEV")) {
            if (event instanceof LedgerEvent.BackedUp saved && !saved.backup().equals(older)) {
                Path file = Path.of(saved.backup().location());
                put.add(file);
                Files.move(file, file.resolveSibling(file.getFileName() + ".away"));
            }
        }
        assertThat(put).contains(Path.of(newest.location()));

        refused(
                ProblemCode.BACKUP_MISSING,
                "DEV/main is unchanged",
                () -> promotion.run(restore(promotion, NEWEST, true)));
        refused(ProblemCode.BACKUP_MISSING, "DEV/main is unchanged", () -> promotion.rollBack(second, "DEV"));

        assertThat(promotion.status("DEV").state()).isEmpty();
        assertThat(promotion.history("DEV")).last().isInstanceOf(LedgerEvent.Failed.class);
        promotion.run(restore(promotion, Optional.of(named), true));
        assertThat(promotion.status("DEV").version().orElseThrow().value()).isEqualTo("1.1.0");
    }

    /** A recovery cannot restore what is gone; a backup that is chosen by name can be. */
    @Test
    void is_the_way_out_where_a_recovery_has_lost_its_backup() throws Exception {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        promotion.deploy(promotion.sealFirst(), "DEV");
        promotion.run(new BackupCommand(promotion.stage("DEV"), 0));
        String named = backedUp(promotion);
        ReleaseInput second = promotion.sealSecond();
        assertThat(WorkingProcess.killedAt(promotion, promotion.deployment(second, "DEV"), "Verifying the result"))
                .isPresent();
        LedgerEvent last = promotion.history("DEV").get(promotion.history("DEV").size() - 1);
        Files.delete(Path.of(((LedgerEvent.BackedUp) last).backup().location()));

        refused(ProblemCode.BACKUP_MISSING, () -> promotion.recover("DEV"));
        refused(ProblemCode.DEPLOYMENT_INTERRUPTED, () -> promotion.run(restore(promotion, NEWEST, true)));
        promotion.run(restore(promotion, Optional.of(named), true));

        assertThat(promotion.status("DEV").state()).isEmpty();
        assertThat(promotion.status("DEV").drift()).contains(false);
        promotion.deploy(second, "DEV");
    }

    @Test
    void is_refused_without_a_ledger_and_where_the_stage_makes_no_backups() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        refused(ProblemCode.LEDGER_MISSING, () -> promotion.run(new BackupCommand(promotion.stage("DEV"), 0)));
        refused(ProblemCode.LEDGER_MISSING, () -> promotion.run(restore(promotion, NEWEST, true)));

        promotion.editStages(text -> text.replaceFirst("directory: ../backups", "method: none"));
        promotion.run(new BaselineCommand(promotion.stage("DEV"), "1.0.0", "found so", 0));
        refused(ProblemCode.BACKUP_IMPOSSIBLE, () -> promotion.run(new BackupCommand(promotion.stage("DEV"), 0)));
        refused(ProblemCode.BACKUP_MISSING, () -> promotion.run(restore(promotion, NEWEST, true)));
        assertThat(promotion.history("DEV")).hasSize(2);
    }

    private static RestoreCommand restore(Promotion promotion, Optional<String> operation, boolean consent) {
        return new RestoreCommand(promotion.stage("DEV"), operation, promotion.key("operator"), consent, 0);
    }
}
