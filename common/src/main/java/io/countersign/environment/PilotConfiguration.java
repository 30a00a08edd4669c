package io.countersign.environment;

import io.countersign.database.configuration.ConfigurationData;
import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.ConfigurationImport;
import io.countersign.database.configuration.TableChanges;
import io.countersign.deploy.ConfigurationChange;
import io.countersign.deploy.Site;
import io.countersign.json.Json;
import io.countersign.ledger.LedgerEvent;
import io.countersign.ledger.LedgerHistory;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.DatabaseVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows that belong to the application, of a pilot and of what it was copied from.
 *
 * @param source what the pilot is a copy of, for example {@code PRD/main}
 * @param tables as {@code countersign.yml} writes them
 * @param own what the pilot has now; empty for a new pilot
 * @param before what the source had when the pilot was last copied from it, after the upgrade
 */
public record PilotConfiguration(
        String source,
        List<String> tables,
        Optional<ConfigurationFiles.Content> own,
        Optional<ConfigurationFiles.Content> before) {
    private static final int SHOWN = 10;

    public PilotConfiguration {
        tables = List.copyOf(tables);
    }

    /** What the ledger keeps beside the record of a pilot: files as they are exported, by name. */
    private record Document(Map<String, String> files) {}

    /** For a pilot that is made for the first time. */
    public static PilotConfiguration fresh(String source, List<String> tables) {
        return new PilotConfiguration(source, tables, Optional.empty(), Optional.empty());
    }

    /**
     * For a pilot that people have configured.
     *
     * @param version what the release leads to
     * @throws CountersignException PILOT_MISSING where the target is no pilot; CONFIGURATION_DATA_REFUSED where the pilot is
     *     at another version, so that its rows would not fit
     */
    public static PilotConfiguration kept(
            Site pilot, String source, List<String> tables, DatabaseVersion version, Progress progress) {
        LedgerHistory history = pilot.journal().history();
        LedgerHistory.Entry entry = history.pilot()
                .filter(one ->
                        ((LedgerEvent.Piloted) one.record().event()).source().equals(source))
                .orElseThrow(() -> CountersignException.problem(ProblemCode.PILOT_MISSING)
                        .found("%s is no pilot of %s.", pilot.name(), source)
                        .expected("a database that countersign:pilot-create made from it.")
                        .remedy("Run countersign:pilot-create first.")
                        .build());
        String at = history.standing().version().map(DatabaseVersion::value).orElse("none");
        if (!at.equals(version.value())) {
            throw ConfigurationImport.otherVersion(pilot.name(), at, version.value());
        }
        ConfigurationFiles.Content before = before(pilot, entry);
        requireSameTables(pilot, before.index().tables(), tables);
        return new PilotConfiguration(
                source,
                tables,
                Optional.of(new ConfigurationData(pilot.database(), progress).export(tables, at)),
                Optional.of(before));
    }

    /** What a pilot carries over is agreed when it is made: another table's rows would be replaced unseen. */
    private static void requireSameTables(Site pilot, List<String> recorded, List<String> tables) {
        if (!recorded.equals(tables.stream().sorted().toList())) {
            throw CountersignException.problem(ProblemCode.CONFIGURATION_DATA_REFUSED)
                    .found(
                            "The configuration tables are %s.",
                            String.join(", ", tables.stream().sorted().toList()))
                    .expected("those that the pilot %s was made with: %s.", pilot.name(), String.join(", ", recorded))
                    .remedy("Name these in countersign.yml again, or make the pilot anew by countersign:pilot-create.")
                    .build();
        }
    }

    private static ConfigurationFiles.Content before(Site pilot, LedgerHistory.Entry entry) {
        String where = "record " + entry.record().seq() + " of " + pilot.name();
        try {
            Map<String, String> files = Json.read(pilot.journal().ledger().document(entry.record()), Document.class)
                    .files();
            return ConfigurationFiles.read(
                    where,
                    name -> Optional.ofNullable(files.get(name)).map(text -> text.getBytes(StandardCharsets.UTF_8)));
        } catch (Json.Malformed e) {
            throw CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                    .found("The configuration recorded with %s cannot be read: %s.", where, e.getMessage())
                    .remedy("Use the version of Countersign that recorded it, or a newer one.")
                    .causedBy(e);
        }
    }

    /**
     * What was changed in the source's configuration since the pilot was last copied from it.
     *
     * @param change tells differences from the source, or its copy, behind the upgrade
     * @param at what it is upgraded to; nothing can be told where the last copy was upgraded to another version
     * @param consent that it is not in the pilot
     * @throws CountersignException CONSENT_MISSING
     */
    List<TableChanges> leftBehind(ConfigurationChange change, DatabaseVersion at, boolean consent) {
        List<TableChanges> changes = before.filter(
                        content -> content.index().version().equals(at.value()))
                .map(content -> change.differences(content).stream()
                        .map(TableChanges::inverse)
                        .toList())
                .orElse(List.of());
        if (!changes.isEmpty() && !consent) {
            throw notAgreed(
                    changes.stream().flatMap(table -> table.lines().stream()).toList());
        }
        return changes;
    }

    private CountersignException notAgreed(List<String> lines) {
        int shown = Math.min(SHOWN, lines.size());
        return CountersignException.problem(ProblemCode.CONSENT_MISSING)
                .found(
                        "The configuration of %s was changed since the pilot was last copied from it: %s%s.",
                        source,
                        String.join("; ", lines.subList(0, shown)),
                        lines.size() > shown ? " and " + (lines.size() - shown) + " more rows" : "")
                .expected("these changes in the pilot too, or your consent that they are left behind.")
                .remedy(
                        "Make them in the pilot where they are wanted, then repeat with -Dcountersign.leaveBehind=true.")
                .build();
    }

    static String document(ConfigurationFiles.Content content) {
        Map<String, String> files = new TreeMap<>();
        ConfigurationFiles.write(content)
                .forEach((name, bytes) -> files.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return Json.compact(new Document(files));
    }
}
