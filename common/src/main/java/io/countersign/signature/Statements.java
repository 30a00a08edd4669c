package io.countersign.signature;

import io.countersign.json.Json;
import java.util.Optional;

/** Reads statements strictly: what does not have exactly the expected form is no statement of that kind. */
public final class Statements {
    private Statements() {}

    /** The statement in a file; empty where the file holds something else. */
    public static <P extends Predicate> Optional<Statement<P>> read(EvidenceFile file, Class<P> type) {
        if (!file.name().endsWith(".json")) {
            return Optional.empty();
        }
        try {
            Statement<P> statement = Json.readGeneric(file.bytes(), Statement.class, type);
            boolean right = statement._type().equals(Statement.TYPE)
                    && statement.predicateType().equals(statement.predicate().type())
                    && statement.subject().size() == 1;
            return right ? Optional.of(statement) : Optional.empty();
        } catch (Json.Malformed e) {
            return Optional.empty();
        }
    }

    /** Why a JSON file of the evidence is no statement that this version knows; empty where it is one. */
    public static Optional<String> objection(EvidenceFile file, java.util.List<Class<? extends Predicate>> known) {
        if (!file.name().endsWith(".json")
                || known.stream().anyMatch(type -> read(file, type).isPresent())) {
            return Optional.empty();
        }
        return Optional.of(file.name() + " is no statement that this version of Countersign understands");
    }
}
