package io.countersign.command;

import io.countersign.environment.masking.Classifier;
import io.countersign.environment.masking.Classifier.ClassifiedTable;
import io.countersign.environment.masking.RuleFile;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.report.Report;
import io.countersign.report.Report.Cell;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a first set of masking rules for copies of a target, for somebody to read and correct. The target is only read.
 *
 * @param output where the rules go; must not exist
 */
public record ClassifyCommand(StageInput stage, File output) implements Command<ClassifyCommand.Result> {

    /** What is suggested. */
    public record Result(String source, String file, List<ClassifiedTable> tables) implements CommandResult {
        public Result {
            tables = List.copyOf(tables);
        }

        @Override
        public Report report() {
            return Report.titled("Masking rules for copies of " + source)
                    .table(
                            List.of("Column", "Type", "Rule", "Reason"),
                            tables.stream()
                                    .flatMap(table -> table.columns().stream()
                                            .map(column -> List.of(
                                                    Cell.plain(table.name() + "." + column.name()),
                                                    Cell.plain(column.type()),
                                                    Cell.plain(column.suggestion()
                                                            .rule()
                                                            .text()),
                                                    Cell.plain(
                                                            column.suggestion().reason()))))
                                    .toList())
                    .paragraph("Written to " + file + ". Read every line before you put it into stages.yml.")
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        Stage where = stage.found(context, stage.path());
        requireNew(output.toPath());
        try (TargetSession session = TargetSession.look(context, where, stage.target(where))) {
            List<ClassifiedTable> tables = new Classifier(session.database(), context.progress()).classify();
            String source = session.database().name();
            write(output.toPath(), RuleFile.text(source, session.database().schema(), tables));
            return new Result(source, output.getPath(), tables);
        }
    }

    private static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw exists(file);
        }
    }

    private static CountersignException exists(Path file) {
        return CountersignException.problem(ProblemCode.FILE_EXISTS)
                .found("%s exists already.", file)
                .remedy("Name another file by -Dcountersign.output, or remove this one.")
                .build();
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("%s cannot be written: %s.", file, e.getMessage())
                    .remedy("Name another file by -Dcountersign.output.")
                    .causedBy(e);
        }
    }
}
