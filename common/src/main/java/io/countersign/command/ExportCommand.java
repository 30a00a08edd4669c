package io.countersign.command;

import io.countersign.database.configuration.ConfigurationData;
import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ProjectConfiguration.ConfigurationTables;
import io.countersign.promotion.Stage;
import io.countersign.release.DatabaseVersion;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes the configuration tables of a target to files, one a table, for the project to keep and to seal.
 *
 * @param configuration the file {@code countersign.yml}, which names the tables
 * @param directory where the files go; empty for the directory that the file names
 */
public record ExportCommand(StageInput stage, File configuration, Optional<File> directory)
        implements Command<ExportCommand.Result> {

    /** What was written. */
    public record Result(String target, String version, String directory, List<Line> tables) implements CommandResult {
        public Result {
            tables = List.copyOf(tables);
        }

        @Override
        public Report report() {
            return Report.titled("Configuration data of " + target)
                    .fact("Version", version)
                    .fact("Directory", directory)
                    .table(
                            List.of("Table", "Rows", "File"),
                            tables.stream()
                                    .map(line -> List.of(
                                            Cell.plain(line.table()),
                                            Cell.plain(line.rows()),
                                            line.changed() ? Cell.caution("changed") : Cell.plain("as it was")))
                                    .toList())
                    .build();
        }
    }

    /** @param changed whether the file is another one than before */
    public record Line(String table, int rows, boolean changed) {}

    @Override
    public Result execute(CommandContext context) {
        ConfiguredTables configured = ConfiguredTables.in(configuration);
        ConfigurationTables tables = configured.tables();
        Path folder = directory
                .map(File::toPath)
                .orElseGet(() -> configured.project().file().resolveSibling(tables.directory()));
        Stage where = stage.found(context, stage.path());
        try (TargetSession session = TargetSession.open(context, where, stage.target(where))) {
            String version = session.ledger()
                    .read()
                    .standing()
                    .version()
                    .map(DatabaseVersion::value)
                    .orElseThrow(() -> CountersignException.problem(ProblemCode.LEDGER_MISSING)
                            .found(
                                    "%s has no ledger, so nobody can say which version its data is of.",
                                    session.database().name())
                            .remedy("Take it under control by countersign:baseline, or deploy a release.")
                            .build());
            ConfigurationFiles.Content content =
                    new ConfigurationData(session.database(), context.progress()).export(tables.tables(), version);
            DataFolder data = new DataFolder(folder);
            List<String> changed = data.write(ConfigurationFiles.write(content));
            return new Result(
                    session.database().name(),
                    version,
                    folder.toString(),
                    content.tables().stream()
                            .map(table -> new Line(
                                    table.table(),
                                    table.rows().size(),
                                    changed.contains(ConfigurationFiles.name(table.table()))))
                            .toList());
        }
    }
}
