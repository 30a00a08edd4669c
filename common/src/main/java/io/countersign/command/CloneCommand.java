package io.countersign.command;

import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;

/** Copies a target, schema and data, onto one that is empty. */
public record CloneCommand(CloneInput input, KeyInput key, int patienceSeconds) implements Command<CloneResult> {

    @Override
    public CloneResult execute(CommandContext context) {
        return new CloneResult(new Cloning(input, key, patienceSeconds).run(context, new ToEmpty()));
    }

    private static final class ToEmpty implements Cloning.Kind {
        @Override
        public String purpose() {
            return "clone";
        }

        @Override
        public void requireConsent(Site site) {
            requireEmpty(site);
        }

        @Override
        public void prepare(Site site) {
            // there is nothing to be saved
        }
    }

    static void requireEmpty(Site site) {
        if (!site.journal().history().isEmpty() || !site.database().inventory().isEmpty()) {
            throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                    .found("%s has content, which a clone would replace.", site.name())
                    .expected("an empty database.")
                    .remedy("Use countersign:refresh, which asks for a confirmation.")
                    .build();
        }
    }
}
