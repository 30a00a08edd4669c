package io.countersign.gate.checks;

import io.countersign.gate.Check;
import io.countersign.gate.CheckResult;
import io.countersign.gate.GateFacts;

/** The release comes from the git tag it names, and the tag is signed where the stage asks for that. */
final class TagCheck implements Check {
    @Override
    public String name() {
        return "tag";
    }

    @Override
    public boolean liftable() {
        return false;
    }

    @Override
    public CheckResult examine(GateFacts facts) {
        if (facts.stage().entry().signedTag().isEmpty()) {
            return facts.release()
                    .release()
                    .manifest()
                    .source()
                    .tag()
                    .map(tag -> CheckResult.passed(
                            name(),
                            "a tag",
                            tag + " at "
                                    + facts.release()
                                            .release()
                                            .manifest()
                                            .source()
                                            .commit()
                                            .substring(0, 12)))
                    .orElseGet(() -> CheckResult.notApplicable(name(), "a preliminary release has no tag"));
        }
        String expected =
                "a tag signed by a " + facts.stage().entry().signedTag().get();
        return facts.tag()
                .map(tag -> tag.problem()
                        .map(problem -> CheckResult.refused(
                                name(), expected, problem, "Sign the tag (git tag -s), and seal again."))
                        .orElseGet(() -> CheckResult.passed(name(), expected, "signed by " + tag.signer())))
                .orElseGet(() -> CheckResult.refused(
                        name(),
                        expected,
                        "the evidence does not hold the tag",
                        "Seal from an annotated, signed tag, and keep the evidence folder beside the release."));
    }
}
