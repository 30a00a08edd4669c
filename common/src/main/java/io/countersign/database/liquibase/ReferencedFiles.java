package io.countersign.database.liquibase;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import liquibase.change.Change;
import liquibase.change.ColumnConfig;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.UpdateDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.resource.Resource;
import liquibase.util.FilenameUtil;
import liquibase.util.csv.CSVReader;

/**
 * Opens the files that a changeset reads only when it runs, so that they are recorded: scripts, CSV files and the large
 * objects that CSV files and inserts name. Changes for other database products and rollbacks are opened as well, since
 * the same release goes to every target and may have to come back.
 */
final class ReferencedFiles {
    private static final Set<String> LARGE = Set.of("blob", "clob");

    private final ReleaseResources resources;

    ReferencedFiles(ReleaseResources resources) {
        this.resources = resources;
    }

    void open(ChangeSet changeset) throws Exception {
        List<Change> changes = new ArrayList<>(changeset.getChanges());
        Optional.ofNullable(changeset.getRollback().getChanges()).ifPresent(changes::addAll);
        for (Change change : changes) {
            change.generateCheckSum(); // reads the file of every kind of change that has one
            if (change instanceof LoadDataChange load) {
                openLargeObjects(changeset, load);
            } else if (change instanceof InsertDataChange insert) {
                openLargeObjects(changeset, insert.getColumns());
            } else if (change instanceof UpdateDataChange update) {
                openLargeObjects(changeset, update.getColumns());
            }
        }
    }

    private void openLargeObjects(ChangeSet changeset, List<ColumnConfig> columns) throws IOException {
        for (ColumnConfig column : columns) {
            for (String name : new String[] {column.getValueBlobFile(), column.getValueClobFile()}) {
                if (name != null) {
                    read(resources.getExisting(beside(changeset, name)));
                }
            }
        }
    }

    @SuppressWarnings("try") // the reader declares any exception for its close
    private void openLargeObjects(ChangeSet changeset, LoadDataChange load) throws Exception {
        try (CSVReader rows = load.getCSVReader()) {
            if (rows == null) {
                throw new LiquibaseException("The file " + load.getFile() + " was not found");
            }
            String[] header = rows.readNext();
            if (header == null) {
                return;
            }
            boolean[] wanted = new boolean[header.length];
            for (int i = 0; i < header.length; i++) {
                wanted[i] = mayNameFiles(load, header[i].strip(), i);
            }
            for (String[] row = rows.readNext(); row != null; row = rows.readNext()) {
                for (int i = 0; i < Math.min(row.length, wanted.length); i++) {
                    if (wanted[i] && looksLikeName(row[i])) {
                        openIfThere(beside(changeset, row[i]));
                    }
                }
            }
        }
    }

    /** A column without a type gets the table's when it runs, so it may turn out to hold large objects. */
    private static boolean mayNameFiles(LoadDataChange load, String header, int index) {
        return load.getColumns().stream()
                .filter(column -> matches(column, header, index))
                .findFirst()
                .map(column -> column.getType() == null
                        || LARGE.contains(column.getType().toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    private static boolean matches(LoadDataColumnConfig column, String header, int index) {
        return (column.getIndex() != null && column.getIndex() == index)
                || header.equalsIgnoreCase(column.getHeader())
                || header.equalsIgnoreCase(column.getName());
    }

    /** Keeps ordinary text from being looked up on the disk a million times. */
    private static boolean looksLikeName(String cell) {
        return cell != null && !cell.isBlank() && cell.length() < 1000 && (cell.contains(".") || cell.contains("/"));
    }

    private void openIfThere(String name) throws IOException {
        if (resources.exists(name)) {
            read(resources.getExisting(name));
        }
    }

    private static String beside(ChangeSet changeset, String name) {
        String changelog = changeset.getChangeLog().getPhysicalFilePath();
        return FilenameUtil.concat(FilenameUtil.getDirectory(changelog), name);
    }

    private static void read(Resource resource) throws IOException {
        resource.openInputStream().close();
    }
}
