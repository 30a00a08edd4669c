package io.countersign.promotion;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The stages in the one order in which a release moves through them, and the roles that count on the way.
 *
 * @param people names for use in rules: name → full fingerprint of the primary key in upper case, or, for somebody without
 *     a key, the first of their accounts
 * @param attestors the systems whose word about accounts counts
 * @param identities people's accounts: account → what {@code people} has for its owner, so that a human with a key and
 *     accounts is one
 */
public record PromotionPath(
        List<Role> roles,
        Map<String, String> people,
        List<Attestor> attestors,
        Map<Account, String> identities,
        List<Stage> stages) {
    public PromotionPath {
        people = Collections.unmodifiableMap(new TreeMap<>(people));
        attestors = List.copyOf(attestors);
        identities = Map.copyOf(identities);
        roles = List.copyOf(roles);
        stages = List.copyOf(stages);
    }

    /** @throws CountersignException STAGE_UNKNOWN, naming the stages there are */
    public Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CountersignException.problem(ProblemCode.STAGE_UNKNOWN)
                        .found("There is no stage \"%s\".", name)
                        .expected("one of %s.", stages.stream().map(Stage::name).collect(Collectors.joining(", ")))
                        .remedy("Name a stage of stages.yml, or add it there.")
                        .build());
    }

    public Optional<Role> role(String name) {
        return roles.stream().filter(role -> role.name().equals(name)).findFirst();
    }

    public boolean isFirst(Stage stage) {
        return !stages.isEmpty() && stages.get(0).name().equals(stage.name());
    }

    /** The stage whose receipt this one asks for. */
    public Optional<Stage> predecessor(Stage stage) {
        return stage.entry().after().map(this::stage);
    }
}
