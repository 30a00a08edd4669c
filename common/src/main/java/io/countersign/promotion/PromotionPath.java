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
 * @param people names for primary keys, for use in rules: name → full fingerprint in upper case
 */
public record PromotionPath(List<Role> roles, Map<String, String> people, List<Stage> stages) {
    public PromotionPath {
        people = Collections.unmodifiableMap(new TreeMap<>(people));
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
        return stage.after().map(this::stage);
    }
}
