package io.countersign.command;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.TargetDatabase;
import io.countersign.database.TargetDatabases;
import io.countersign.database.jdbc.Rows;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.TargetCatalogue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks the catalogue of a stage for its targets. What it tells is judged as what stands in {@code stages.yml} is. */
final class CatalogueTargets {
    private static final int SHOWN = 10;

    private final CommandContext context;
    private final Stage stage;
    private final TargetCatalogue catalogue;
    private final List<String> mistakes = new ArrayList<>();

    private CatalogueTargets(CommandContext context, Stage stage, TargetCatalogue catalogue) {
        this.context = context;
        this.stage = stage;
        this.catalogue = catalogue;
    }

    /**
     * The stage with its own targets, and behind them those of its catalogue, in the catalogue's order.
     *
     * @throws CountersignException CATALOGUE_INVALID, or why the catalogue cannot be asked
     */
    static Stage complete(CommandContext context, Stage stage) {
        return stage.catalogue()
                .map(catalogue -> stage.withTargets(new CatalogueTargets(context, stage, catalogue).all()))
                .orElse(stage);
    }

    private List<Target> all() {
        List<Target> targets = new ArrayList<>(stage.targets());
        targets.addAll(asked());
        Set<String> names = new HashSet<>();
        targets.stream()
                .map(Target::name)
                .filter(name -> !names.add(name))
                .forEach(name -> mistakes.add("the target " + name + " is there twice"));
        if (targets.isEmpty()) {
            mistakes.add("it names no target, and neither does stages.yml");
        }
        if (!mistakes.isEmpty()) {
            int shown = Math.min(SHOWN, mistakes.size());
            throw invalid(String.join("; ", mistakes.subList(0, shown))
                    + (mistakes.size() > shown ? "; and " + (mistakes.size() - shown) + " more" : ""));
        }
        return targets;
    }

    private List<Target> asked() {
        CommandContext.Login login = context.login(catalogue.credentials());
        ConnectionSettings settings = new ConnectionSettings(
                "the catalogue of " + stage.name(),
                catalogue.url(),
                login.user(),
                login.password(),
                Optional.empty(),
                TargetSession.CONNECTION_TIMEOUT);
        try (TargetDatabase database =
                TargetDatabases.find(settings).orElseThrow(() -> invalid("there is no such database"))) {
            try {
                return asked(database.connection());
            } catch (SQLException e) {
                throw database.errors().during("its targets were asked for", e);
            }
        }
    }

    /** In a transaction that can only read: a catalogue is somebody else's. */
    private List<Target> asked(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            return Rows.list(connection, catalogue.sql(), this::target);
        } finally {
            connection.rollback();
        }
    }

    private Target target(ResultSet row) throws SQLException {
        Set<String> columns = columns(row);
        String name = text(row, columns, "name").orElse("");
        String url = text(row, columns, "url").orElse("");
        Target.objectionToName(name).ifPresent(objection -> mistakes.add(objection.found()));
        Target.objectionToUrl(url).ifPresent(objection -> mistakes.add(objection.found() + ", that of " + name));
        return catalogue.target(name, url, text(row, columns, "schema"), text(row, columns, "credentials"));
    }

    private static Set<String> columns(ResultSet row) throws SQLException {
        Set<String> names = new HashSet<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            names.add(row.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static Optional<String> text(ResultSet row, Set<String> columns, String name) throws SQLException {
        return columns.contains(name)
                ? Optional.ofNullable(row.getString(name)).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private CountersignException invalid(String why) {
        return CountersignException.problem(ProblemCode.CATALOGUE_INVALID)
                .found("%s", "The catalogue of the targets of " + stage.name() + " does not do: " + why + ".")
                .expected(
                        "a row for each target, with the columns name and url, and where wanted schema and credentials (an id).")
                .remedy("Mend targets-query in stages.yml, or what it reads.")
                .build();
    }
}
