package io.countersign.promotion.yaml;

import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.CopyRules;
import io.countersign.promotion.DeploymentRules;
import io.countersign.promotion.EntryRules;
import io.countersign.promotion.Names;
import io.countersign.promotion.ReceiptArchive;
import io.countersign.promotion.Role;
import io.countersign.promotion.SmokeCheck;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.WavePolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one entry of {@code stages}. */
final class StageReader {
    private static final Set<String> BACKUP_METHODS =
            Set.of(BackupPolicy.AUTO, BackupPolicy.NONE, "native", "template", "script", "external");
    private static final int DEFAULT_KEEP = 5;
    private static final String NO_STAGE = "none";

    private final Path folder;
    private final List<Role> roles;
    private final ApprovalRuleParser rules;
    private final TargetReader targets;

    StageReader(Path folder, List<Role> roles, Set<String> people) {
        this.folder = folder;
        this.roles = List.copyOf(roles);
        this.rules = new ApprovalRuleParser(names(), people);
        this.targets = new TargetReader(folder);
    }

    Stage read(YamlMap map, List<Stage> before) {
        String name = map.requiredText("name");
        if (!name.isEmpty() && (!Names.isName(name) || name.equalsIgnoreCase(NO_STAGE))) {
            map.mistake("name", "\"" + name + "\" is no name for a stage", Names.EXPECTED);
        }
        // evidence is kept in files named after stages, and not every disk tells QAT from qat
        if (before.stream().anyMatch(stage -> stage.name().equalsIgnoreCase(name))) {
            map.mistake("name", "the stage " + name + " stands twice", "different names");
        }
        Optional<String> after = after(map, before);
        boolean preliminary = map.bool("preliminary").orElse(before.isEmpty());
        if (preliminary && !before.isEmpty()) {
            map.mistake(
                    "preliminary",
                    "a later stage accepts preliminary releases",
                    "preliminary: true in the first stage only");
        }
        boolean rehearsed = map.bool("rehearsed").orElse(after.isPresent());
        if (rehearsed && after.isEmpty()) {
            map.mistake("rehearsed", "there is no stage whose rehearsal could be compared", "after: STAGE");
        }
        Optional<String> receipts = role(map, "receipts");
        Stage stage = new Stage(
                name,
                new EntryRules(
                        after,
                        rule(map, "approvals"),
                        rule(map, "exceptions"),
                        preliminary,
                        role(map, "signed-tag"),
                        rehearsed,
                        map.parsed("window", WindowParser::parse, WindowParser.EXPECTED)),
                new DeploymentRules(
                        receipts,
                        archive(map, receipts),
                        backup(map),
                        map.choice("way-back", Stage.WayBack.class).orElse(Stage.WayBack.RESTORE),
                        map.choice("outside-transaction", Stage.OutsideTransaction.class)
                                .orElse(Stage.OutsideTransaction.PHASE),
                        FreezeReader.read(map),
                        smokeChecks(map)),
                new CopyRules(
                        map.map("masking").map(MaskingReader::read),
                        MaskingReader.neutralise(map),
                        LimitReader.read(map)),
                WaveReader.read(map),
                targets(map),
                map.map("targets-query").map(targets::catalogue));
        requireAgreement(map, stage);
        map.close();
        return stage;
    }

    /** Who agrees to a wave is who agrees to the release, and they rest it on the receipts of the waves before. */
    private static void requireAgreement(YamlMap map, Stage stage) {
        if (stage.waves().pause() != WavePolicy.Pause.APPROVAL) {
            return;
        }
        if (stage.entry().approvals() instanceof ApprovalRule.Nobody) {
            map.mistake(
                    "waves", "waves wait for approval, and nobody approves for the stage", "approvals: RULE as well");
        }
        if (stage.deployment().receipts().isEmpty()) {
            map.mistake("waves", "waves wait for approval, and the stage signs no receipts", "receipts: ROLE as well");
        }
    }

    private Optional<String> after(YamlMap map, List<Stage> before) {
        Optional<String> named = map.text("after");
        if (named.equals(Optional.of(NO_STAGE))) {
            return Optional.empty();
        }
        if (named.isEmpty()) {
            return before.isEmpty()
                    ? Optional.empty()
                    : Optional.of(before.get(before.size() - 1))
                            .filter(stage -> stage.deployment().receipts().isPresent())
                            .map(Stage::name);
        }
        Optional<Stage> stage = before.stream()
                .filter(candidate -> candidate.name().equals(named.get()))
                .findFirst();
        if (stage.isEmpty()) {
            map.mistake(
                    "after", "no stage before this one is called \"" + named.get() + "\"", "an earlier stage, or none");
        } else if (stage.get().deployment().receipts().isEmpty()) {
            map.mistake("after", "the stage " + named.get() + " signs no receipts", "receipts: ROLE there");
        }
        return named;
    }

    private ApprovalRule rule(YamlMap map, String key) {
        return map.parsed(key, rules::parse, "a rule such as 1 developer and 2 customer")
                .orElse(new ApprovalRule.Nobody());
    }

    private Optional<String> role(YamlMap map, String key) {
        Optional<String> role = map.text(key);
        if (role.isPresent() && !names().contains(role.get())) {
            map.mistake(key, "there is no role \"" + role.get() + "\"", "one of " + String.join(", ", names()));
        }
        return role;
    }

    private Set<String> names() {
        return roles.stream().map(Role::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<ReceiptArchive> archive(YamlMap map, Optional<String> receipts) {
        Optional<Path> directory = map.path("receipt-archive", folder);
        if (directory.isPresent() && receipts.isEmpty()) {
            map.mistake("receipt-archive", "the stage signs no receipts", "receipts: ROLE as well");
        }
        return directory.map(path -> new ReceiptArchive(
                path,
                roles.stream()
                        .filter(role -> receipts.filter(role.name()::equals).isPresent())
                        .flatMap(role -> role.keyFiles().stream())
                        .toList()));
    }

    private BackupPolicy backup(YamlMap map) {
        Path standard = folder.resolve("backups");
        Optional<YamlMap> backup = map.map("backup");
        if (backup.isEmpty()) {
            return new BackupPolicy(
                    BackupPolicy.AUTO, standard, Optional.empty(), Optional.empty(), false, DEFAULT_KEEP);
        }
        YamlMap entry = backup.get();
        String method = entry.text("method").orElse(BackupPolicy.AUTO);
        if (!BACKUP_METHODS.contains(method)) {
            entry.mistake(
                    "method",
                    "\"" + method + "\" is no backup method",
                    "one of auto, none, native, template, script, external");
        }
        BackupPolicy policy = new BackupPolicy(
                method,
                entry.path("directory", folder).orElse(standard),
                entry.text("command"),
                entry.text("restore-command"),
                entry.bool("test-restore").orElse(false),
                entry.number("keep", 1, 1000).orElse(DEFAULT_KEEP));
        if (method.equals("external")
                && (policy.command().isEmpty() || policy.restoreCommand().isEmpty())) {
            entry.mistake("method", "an external backup has no commands", "command and restore-command");
        }
        entry.close();
        return policy;
    }

    private static List<SmokeCheck> smokeChecks(YamlMap map) {
        List<SmokeCheck> checks = new ArrayList<>();
        for (YamlMap entry : map.maps("smoke")) {
            if (entry.has("sql")) {
                checks.add(new SmokeCheck.Sql(entry.requiredText("sql"), entry.requiredText("expect")));
            } else {
                checks.add(HttpCheckReader.read(entry));
            }
            entry.close();
        }
        return checks;
    }

    private List<Target> targets(YamlMap map) {
        List<Target> list = new ArrayList<>();
        Set<String> names = new HashSet<>();
        read(map, list, names);
        map.path("targets-file", folder).ifPresent(file -> readFile(file, list, names));
        if (list.isEmpty() && !map.has("targets-query")) {
            map.mistake(
                    "targets", "the stage has no targets", "at least one, here, in targets-file or by targets-query");
        }
        return list;
    }

    private void read(YamlMap map, List<Target> list, Set<String> names) {
        for (YamlMap entry : map.maps("targets")) {
            Target target = targets.read(entry);
            if (!names.add(target.name())) {
                entry.mistake("name", "the target " + target.name() + " stands twice", "different names");
            }
            list.add(target);
        }
    }

    /** A list that somebody else keeps, or a program writes; its mistakes are told with its own name. */
    private void readFile(Path file, List<Target> list, Set<String> names) {
        Mistakes mistakes = new Mistakes(file);
        YamlMap root = YamlFile.read(file, mistakes);
        read(root, list, names);
        root.close();
        mistakes.throwIfAny();
    }
}
