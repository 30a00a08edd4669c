package io.countersign.signature;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ApprovalRule;
import io.countersign.promotion.BackupPolicy;
import io.countersign.promotion.DeploymentWindow;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.WavePolicy;
import io.countersign.promotion.yaml.ApprovalRuleParser;
import io.countersign.release.Digest;
import io.countersign.signature.openpgp.OpenPgp;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that protects a stage, in one canonical form whose digest a target's ledger remembers. Where the files lie, how
 * targets are reached and what else an operator may change freely is not part of it; nor are roles and people of whom the
 * stage says nothing.
 */
public final class StagePolicy {
    private static final int FORMAT = 1;
    private static final int FORMAT_WITH_ACCOUNTS = 2;
    private static final int FORMAT_WITH_WAVES = 3;
    private static final String ABSENT = "none";

    private final Canonical content;
    private final Optional<AttestedRules> attested;
    private final List<String> waves;
    private final String canonical;
    private final Map<String, String> keys;

    private StagePolicy(
            Canonical content,
            Optional<AttestedRules> attested,
            List<String> waves,
            String canonical,
            Map<String, String> keys) {
        this.content = content;
        this.attested = attested;
        this.waves = List.copyOf(waves);
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
            String outsideTransaction,
            List<String> later) {}

    /** Only a stage where accounts count is written in this form, so that all others keep the digest they always had. */
    private record CanonicalWithAccounts(int format, Canonical policy, AttestedRules accounts) {}

    /** Likewise for a stage whose waves wait for approval; the sizes say which targets are in the first one, which does not. */
    private record CanonicalWithWaves(
            int format, Canonical policy, Optional<AttestedRules> accounts, List<String> approvedWaves) {}

    public static StagePolicy of(PromotionPath path, Stage stage, Keyrings keyrings) {
        Optional<String> afterReceipts =
                path.predecessor(stage).flatMap(before -> before.deployment().receipts());
        MentionedParties mentioned = new MentionedParties();
        mentioned.by(stage.entry().approvals());
        mentioned.by(stage.entry().exceptions());
        stage.deployment().receipts().ifPresent(mentioned.roles()::add);
        afterReceipts.ifPresent(mentioned.roles()::add);
        stage.entry().signedTag().ifPresent(mentioned.roles()::add);
        SortedMap<String, String> people = new TreeMap<>(path.people());
        people.keySet().retainAll(mentioned.people());
        // somebody named in a rule signs in any of their roles
        keyrings.roles().forEach((role, keyring) -> {
            if (people.values().stream()
                    .anyMatch(fingerprint -> keyring.person(fingerprint).isPresent())) {
                mentioned.roles().add(role);
            }
        });
        people.values()
                .forEach(person ->
                        mentioned.roles().addAll(keyrings.attestations().rolesOf(person)));
        SortedMap<String, List<String>> roles = new TreeMap<>();
        mentioned
                .roles()
                .forEach(role -> roles.put(
                        role,
                        keyrings.role(role).persons().stream()
                                .map(PersonKey::fingerprint)
                                .toList()));
        Canonical content = new Canonical(
                FORMAT,
                stage.name(),
                stage.entry().approvals().text(),
                stage.entry().exceptions().text(),
                people,
                roles,
                stage.deployment().receipts(),
                stage.entry().after(),
                afterReceipts,
                stage.entry().preliminary(),
                stage.entry().signedTag(),
                stage.entry().rehearsed(),
                stage.entry().window().map(DeploymentWindow::text),
                !stage.deployment().backup().method().equals(BackupPolicy.NONE),
                stage.deployment().backup().testRestore(),
                word(stage.deployment().wayBack()),
                word(stage.deployment().outsideTransaction()),
                later(path, stage));
        Map<String, String> keys = mentioned.roles().stream()
                .filter(role -> !keyrings.role(role).persons().isEmpty())
                .collect(Collectors.toMap(
                        role -> role, role -> keyrings.role(role).armoured()));
        Optional<AttestedRules> attested = AttestedRules.of(keyrings, mentioned.roles());
        List<String> waves = stage.waves().pause() == WavePolicy.Pause.APPROVAL
                ? stage.waves().sizes().stream().map(String::valueOf).toList()
                : List.of();
        return new StagePolicy(content, attested, waves, canonical(content, attested, waves), keys);
    }

    /** Whose data may be copied over the stage's: a stage that is added behind it could otherwise bring anything there. */
    private static List<String> later(PromotionPath path, Stage stage) {
        List<String> names = path.stages().stream().map(Stage::name).toList();
        return names.subList(names.indexOf(stage.name()) + 1, names.size());
    }

    private static String canonical(Canonical content, Optional<AttestedRules> attested, List<String> waves) {
        if (!waves.isEmpty()) {
            return Json.compact(new CanonicalWithWaves(FORMAT_WITH_WAVES, content, attested, waves));
        }
        return attested.map(rules -> Json.compact(new CanonicalWithAccounts(FORMAT_WITH_ACCOUNTS, content, rules)))
                .orElseGet(() -> Json.compact(content));
    }

    /** As {@code stages.yml} writes it. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The inverse of {@link #canonical()} and {@link #keys()}, as a ledger keeps them.
     *
     * @throws CountersignException RELEASE_FORMAT_UNKNOWN
     */
    public static StagePolicy parse(String canonical, Map<String, String> keys) {
        try {
            StagePolicy policy = understood(canonical, keys);
            policy.approvals();
            return policy;
        } catch (Json.Malformed | IllegalArgumentException e) {
            throw unknownFormat(String.valueOf(e.getMessage()));
        }
    }

    private static StagePolicy understood(String canonical, Map<String, String> keys) throws Json.Malformed {
        Object format = Json.read(canonical, Map.class).get("format");
        if (Objects.equals(format, FORMAT)) {
            return new StagePolicy(Json.read(canonical, Canonical.class), Optional.empty(), List.of(), canonical, keys);
        }
        if (Objects.equals(format, FORMAT_WITH_ACCOUNTS)) {
            CanonicalWithAccounts content = Json.read(canonical, CanonicalWithAccounts.class);
            return new StagePolicy(content.policy(), Optional.of(content.accounts()), List.of(), canonical, keys);
        }
        if (Objects.equals(format, FORMAT_WITH_WAVES)) {
            CanonicalWithWaves content = Json.read(canonical, CanonicalWithWaves.class);
            return new StagePolicy(content.policy(), content.accounts(), content.approvedWaves(), canonical, keys);
        }
        throw unknownFormat("it has the format " + format);
    }

    private static CountersignException unknownFormat(String why) {
        return CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                .found("The policy recorded in the ledger cannot be read: %s.", why)
                .remedy("Use the version of Countersign that recorded it, or a newer one.")
                .build();
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

    /** The name of the stage that it is the policy of. */
    public String stage() {
        return content.stage();
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
        Map<String, String> before = earlier.facts();
        Map<String, String> now = facts();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(before.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .map(name -> name + ": " + now.getOrDefault(name, ABSENT) + " instead of "
                        + before.getOrDefault(name, ABSENT))
                .toList();
    }

    /** The policy in the words of {@code stages.yml}, one fact a role and person. */
    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("stage", content.stage());
        facts.put("approvals", content.approvals());
        facts.put("exceptions", content.exceptions());
        content.people().forEach((name, key) -> facts.put("people." + name, key));
        content.roles().forEach((name, keys) -> facts.put("roles." + name, String.join(" and ", keys)));
        attested.ifPresent(rules -> facts.putAll(rules.facts()));
        facts.put("waves that wait for approval", waves.isEmpty() ? ABSENT : String.join(", ", waves));
        facts.put("receipts", content.receipts().orElse(ABSENT));
        facts.put("after", content.after().orElse(ABSENT));
        facts.put("receipts of the stage before", content.afterReceipts().orElse(ABSENT));
        facts.put("preliminary", String.valueOf(content.preliminary()));
        facts.put("signed-tag", content.signedTag().orElse(ABSENT));
        facts.put("rehearsed", String.valueOf(content.rehearsed()));
        facts.put("window", content.window().orElse(ABSENT));
        facts.put("backups", String.valueOf(content.backups()));
        facts.put("backup.test-restore", String.valueOf(content.testRestore()));
        facts.put("way-back", content.wayBack());
        facts.put("outside-transaction", content.outsideTransaction());
        facts.put("stages behind it", content.later().isEmpty() ? ABSENT : String.join(", ", content.later()));
        return facts;
    }
}
