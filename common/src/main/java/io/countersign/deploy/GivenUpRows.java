package io.countersign.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.database.TableShape;
import io.countersign.database.TargetDatabase;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.Digest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down the rows by which one database differs from another one before they are left behind: a JSON object a line, with
 * table, what was done, and the row as text. Memory does not grow with the tables.
 *
 * <p>A row whose key the other one does not have is {@code inserted}, one that the other one alone has is {@code deleted}, and
 * {@code updated} is one that differs in a column that both have, with what it is there under {@code former}. Rows of a table
 * without a primary key, or of one that the other database does not have, are all written, as {@code present}.
 */
final class GivenUpRows {
    private static final int BATCH = 200;

    private final TargetDatabase left;
    private final TargetDatabase former;
    private final Progress progress;

    /**
     * @param left whose rows are given up
     * @param former the database that is live from now on
     */
    GivenUpRows(TargetDatabase left, TargetDatabase former, Progress progress) {
        this.left = left;
        this.former = former;
        this.progress = progress;
    }

    /** What was written. */
    record Written(Path file, Digest digest, long rows) {}

    /** @throws CountersignException FILE_NOT_WRITABLE; then there is no such file */
    Written write(List<String> tables, Path file) {
        progress.info("Writing the rows that are given up to " + file);
        try {
            Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.deleteIfExists(unfinished);
                createPrivate(unfinished);
                long rows = write(tables, unfinished, file);
                Digest digest = Digest.of(unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return new Written(file, digest, rows);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    static CountersignException notWritable(Path file, IOException cause) {
        return CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                .found("The rows that are given up cannot be written to %s: %s.", file, cause)
                .remedy("Name another folder by -Dcountersign.output.")
                .causedBy(cause);
    }

    /** These are the records of a production. */
    private static void createPrivate(Path file) throws IOException {
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private long write(List<String> tables, Path unfinished, Path file) throws IOException {
        long rows = 0;
        try (BufferedWriter out = Files.newBufferedWriter(unfinished, UTF_8);
                Connection mine = left.another();
                Connection theirs = former.another()) {
            for (String table : tables) {
                rows += new Difference(table, mine, theirs, out).write();
            }
        } catch (SQLException e) {
            throw left.errors().during("the rows that are given up were written to " + file, e);
        }
        return rows;
    }

    /** One table of the two. */
    private final class Difference {
        private final String table;
        private final Connection mine;
        private final Connection theirs;
        private final BufferedWriter out;
        private long rows;

        Difference(String table, Connection mine, Connection theirs, BufferedWriter out) {
            this.table = table;
            this.mine = mine;
            this.theirs = theirs;
            this.out = out;
        }

        long write() throws SQLException, IOException {
            Optional<TableShape> here = left.shape(table);
            Optional<TableShape> there = former.shape(table);
            boolean comparable = here.isPresent()
                    && there.isPresent()
                    && !here.get().key().isEmpty()
                    && here.get().key().equals(there.get().key());
            if (here.isPresent() && comparable) {
                new TextRows(mine, here.get()).batches(BATCH, batch -> compared(batch, there.get()));
                new TextRows(theirs, there.get()).batches(BATCH, batch -> missing(batch, here.get()));
            } else if (here.isPresent()) {
                new TextRows(mine, here.get()).batches(BATCH, batch -> {
                    for (Map<String, String> row : batch) {
                        line("present", row, Optional.empty());
                    }
                });
            }
            return rows;
        }

        private void compared(List<Map<String, String>> batch, TableShape there) throws SQLException, IOException {
            Map<List<String>, Map<String, String>> found = new TextRows(theirs, there).find(batch);
            for (Map<String, String> row : batch) {
                Optional<Map<String, String>> other = Optional.ofNullable(found.get(TextRows.key(there, row)));
                if (other.isEmpty()) {
                    line("inserted", row, Optional.empty());
                } else if (differs(row, other.get())) {
                    line("updated", row, other);
                }
            }
        }

        private void missing(List<Map<String, String>> batch, TableShape here) throws SQLException, IOException {
            Map<List<String>, Map<String, String>> found = new TextRows(mine, here).find(batch);
            for (Map<String, String> row : batch) {
                if (!found.containsKey(TextRows.key(here, row))) {
                    line("deleted", row, Optional.empty());
                }
            }
        }

        private static boolean differs(Map<String, String> row, Map<String, String> other) {
            return row.entrySet().stream()
                    .anyMatch(value -> other.containsKey(value.getKey())
                            && !Optional.ofNullable(value.getValue())
                                    .equals(Optional.ofNullable(other.get(value.getKey()))));
        }

        private void line(String change, Map<String, String> row, Optional<Map<String, String>> before)
                throws IOException {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("table", table);
            line.put("change", change);
            line.put("row", row);
            before.ifPresent(values -> line.put("former", values));
            out.write(Json.compact(line));
            out.newLine();
            rows++;
        }
    }
}
