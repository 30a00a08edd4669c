package io.countersign.database.h2;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Replacement;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A second file beside the target's, which is moved over it in one step while the database is closed. */
final class FileReplacement implements Replacement {
    private static final String SUFFIX = "_cs_clone";
    private static final List<String> ENDINGS = List.of(".mv.db", ".trace.db");

    private final H2Target target;
    private final String path;
    private final TargetDatabase opened;

    private FileReplacement(H2Target target, String path, TargetDatabase opened) {
        this.target = target;
        this.path = path;
        this.opened = opened;
    }

    static FileReplacement create(H2Target target) {
        String path = path(target)
                .orElseThrow(() -> CountersignException.problem(ProblemCode.CLONE_REFUSED)
                        .found("%s is not a whole H2 database in a file of this machine.", target.name())
                        .expected("jdbc:h2:file:…, without a schema: the file is what is replaced.")
                        .remedy("Run the clone where the file is, while no server has it open.")
                        .build());
        remove(target, path);
        TargetDatabase opened = TargetDatabases.connect(beside(target.settings(), path));
        try {
            for (String user : H2Schema.users(target)) {
                Rows.execute(opened.connection(), user);
            }
        } catch (SQLException e) {
            opened.close();
            throw target.errors().during("its users were carried over", e);
        }
        return new FileReplacement(target, path, opened);
    }

    private static Optional<String> path(H2Target target) {
        String url = target.settings().url().toLowerCase(Locale.ROOT);
        boolean remote = url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:");
        return remote || target.onlySchema().isPresent() ? Optional.empty() : target.file();
    }

    /** The same settings for another file, which has to be made and must not stay open. */
    private static ConnectionSettings beside(ConnectionSettings settings, String path) {
        List<String> options = new ArrayList<>(Arrays.asList(settings.url().split(";")));
        options.set(0, "jdbc:h2:file:" + path + SUFFIX);
        options.removeIf(option -> option.toUpperCase(Locale.ROOT).matches("(IFEXISTS|DB_CLOSE_DELAY|INIT)=.*"));
        return new ConnectionSettings(
                settings.name(),
                String.join(";", options),
                settings.user(),
                settings.password(),
                settings.schema(),
                settings.timeout());
    }

    @Override
    public TargetDatabase database() {
        return opened;
    }

    @Override
    public void takeOver() {
        opened.close();
        target.closedWhile(() -> {
            try {
                Files.move(
                        Path.of(path + SUFFIX + ENDINGS.get(0)),
                        Path.of(path + ENDINGS.get(0)),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw CountersignException.problem(ProblemCode.CLONE_FAILED)
                        .found("The copy could not be moved over the file of %s: %s.", target.name(), e)
                        .remedy("Check the permissions of its folder.")
                        .causedBy(e);
            }
        });
    }

    @Override
    public void close() {
        opened.close();
        remove(target, path);
    }

    /** What a kill left beside the target. */
    static List<String> removeLeftovers(H2Target target) {
        return path(target).filter(path -> remove(target, path)).stream()
                .map(path -> path + SUFFIX)
                .toList();
    }

    private static boolean remove(H2Target target, String path) {
        boolean removed = false;
        try {
            for (String ending : ENDINGS) {
                removed |= Files.deleteIfExists(Path.of(path + SUFFIX + ending));
            }
            return removed;
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The copy beside %s cannot be removed: %s.", target.name(), e)
                    .remedy("Remove %s by hand.", path + SUFFIX + ENDINGS.get(0))
                    .causedBy(e);
        }
    }
}
