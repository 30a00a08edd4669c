package io.countersign.promotion;

import java.util.Optional;

/**
 * What a release needs before it may enter a stage.
 *
 * @param after the stage whose receipt it needs; empty for none
 * @param approvals who has to approve it
 * @param exceptions who may lift checks; {@link ApprovalRule.Nobody} means that nobody may
 * @param preliminary whether a snapshot or a release from a dirty tree may enter
 * @param signedTag the role by whose key the git tag must be signed; empty where it need not be
 * @param rehearsed whether the predecessor's before-fingerprint must be this stage's, and its after-fingerprint the result
 * @param window when deployments may begin; empty for always
 */
public record EntryRules(
        Optional<String> after,
        ApprovalRule approvals,
        ApprovalRule exceptions,
        boolean preliminary,
        Optional<String> signedTag,
        boolean rehearsed,
        Optional<DeploymentWindow> window) {

    EntryRules atAnyTime() {
        return new EntryRules(after, approvals, exceptions, preliminary, signedTag, rehearsed, Optional.empty());
    }
}
