package io.countersign.command;

import io.countersign.deploy.Restoration;
import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.Optional;

/**
 * Replaces a target, schema and data, by a copy of another one.
 *
 * @param confirm the name of the target whose content is to be lost, such as {@code QAT/main}
 * @param backup whether the target is backed up before
 */
public record RefreshCommand(
        CloneInput input, KeyInput key, Optional<String> confirm, boolean backup, int patienceSeconds)
        implements Command<CloneResult> {

    @Override
    public CloneResult execute(CommandContext context) {
        return new CloneResult(new Cloning(input, key, patienceSeconds).run(context, new Cloning.Kind() {
            @Override
            public String purpose() {
                return "refresh";
            }

            @Override
            public void requireConsent(Site site) {
                requireConfirmation(site);
                if (backup) {
                    Controlled.require(site);
                }
            }

            @Override
            public void prepare(Site site) {
                if (backup) {
                    new Restoration(site, context.clock(), context.progress()).backUp();
                }
            }
        }));
    }

    private void requireConfirmation(Site site) {
        boolean empty = site.journal().history().isEmpty()
                && site.database().inventory().isEmpty();
        if (!empty && !confirm.equals(Optional.of(site.name()))) {
            throw CountersignException.problem(ProblemCode.CONSENT_MISSING)
                    .found(
                            "%s has content, which would be lost%s.",
                            site.name(),
                            confirm.map(name -> "; confirmed was " + name).orElse(""))
                    .expected("your confirmation of the very target.")
                    .remedy("Repeat with -Dcountersign.confirm=%s once nobody needs what is in it.", site.name())
                    .build();
        }
    }
}
