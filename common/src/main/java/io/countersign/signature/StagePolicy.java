package io.countersign.signature;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.DeploymentWindow;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.yaml.ApprovalRuleParser;
import io.countersign.release.Digest;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that protects a stage, in one canonical form whose digest a target's ledger remembers. Where the files lie, how
 * targets are reached and what else an operator may change freely is not part of it.
 */
public final class StagePolicy {
    private final Canonical content;
    private final String canonical;
    private final Map<String, String> keys;

    private StagePolicy(Canonical content, String canonical, Map<String, String> keys) {
        this.content = content;
        this.canonical = canonical;
        this.keys = new TreeMap<>(keys);
    }

    /** The canonical form, in the order in which it is written. */
    private record Canonical(
            int format,
            String stage,
            String approvals,
            String exceptions,
            SortedMap<String, String> people,
            SortedMap<String, List<String>> roles,
            Optional<String> receipts,
            Optional<String> after,
            Optional<String> afterReceipts,
            boolean preliminary,
            Optional<String> signedTag,
            boolean rehearsed,
            Optional<String> window,
            boolean backups,
            boolean testRestore,
            String wayBack,
            String outsideTransaction)
            implements Serializable {}

    public static StagePolicy of(PromotionPath path, Stage stage, Keyrings keyrings) {
        Optional<String> afterReceipts = path.predecessor(stage).flatMap(Stage::receipts);
        SortedMap<String, List<String>> roles = new TreeMap<>();
        keyrings.roles()
                .forEach((role, keyring) -> roles.put(
                        role,
                        keyring.persons().stream().map(PersonKey::fingerprint).toList()));
        Canonical content = new Canonical(
                1,
                stage.name(),
                stage.approvals().text(),
                stage.exceptions().text(),
                new TreeMap<>(path.people()),
                roles,
                stage.receipts(),
                stage.after(),
                afterReceipts,
                stage.preliminary(),
                stage.signedTag(),
                stage.rehearsed(),
                stage.window().map(DeploymentWindow::text),
                !stage.backup().method().equals(io.countersign.promotion.BackupPolicy.NONE),
                stage.backup().testRestore(),
                stage.wayBack().name(),
                stage.outsideTransaction().name());
        Map<String, String> keys = keyrings.roles().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().armoured()));
        return new StagePolicy(content, Json.compact(content), keys);
    }

    /** The inverse of {@link #canonical()} and {@link #keys()}, as a ledger keeps them. */
    public static StagePolicy parse(String canonical, Map<String, String> keys) {
        try {
            return new StagePolicy(Json.read(canonical, Canonical.class), canonical, keys);
        } catch (Json.Malformed e) {
            throw CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                    .found("The policy recorded in the ledger cannot be read: %s.", e.getMessage())
                    .remedy("Use the version of Countersign that recorded it, or a newer one.")
                    .causedBy(e);
        }
    }

    /** The text whose SHA-256 is {@link #digest()}. */
    public String canonical() {
        return canonical;
    }

    public Digest digest() {
        return Digest.of(canonical);
    }

    /** Each role's public keys, armoured. */
    public Map<String, String> keys() {
        return Map.copyOf(keys);
    }

    /** The keys again; only those whose fingerprints the policy names. */
    public Keyrings keyrings() {
        Map<String, Keyring> rings = new TreeMap<>();
        keys.forEach((role, armoured) -> {
            Keyring ring = OpenPgp.keyring(armoured);
            List<String> fingerprints =
                    ring.persons().stream().map(PersonKey::fingerprint).toList();
            if (fingerprints.equals(content.roles().getOrDefault(role, List.of()))) {
                rings.put(role, ring);
            }
        });
        return new Keyrings(rings);
    }

    /** Who approves a release under this policy, and a change of the policy itself. */
    public ApprovalRule approvals() {
        return new ApprovalRuleParser(content.roles().keySet(), content.people().keySet()).parse(content.approvals());
    }

    public Map<String, String> people() {
        return Map.copyOf(content.people());
    }

    /** What is different from an earlier policy, for people: {@code approvals: none instead of 1 customer}. */
    public List<String> differencesFrom(StagePolicy earlier) {
        List<String> differences = new ArrayList<>();
        for (var component : Canonical.class.getRecordComponents()) {
            Object before = value(component, earlier.content);
            Object now = value(component, content);
            if (!Objects.equals(before, now)) {
                differences.add(component.getName() + ": " + shown(now) + " instead of " + shown(before));
            }
        }
        return differences;
    }

    private static Object value(java.lang.reflect.RecordComponent component, Canonical content) {
        try {
            return component.getAccessor().invoke(content);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own components can be read", e);
        }
    }

    private static String shown(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(String::valueOf).orElse("none")
                : String.valueOf(value);
    }
}
