package io.countersign.signature;

import io.countersign.release.Digest;
import java.util.List;
import java.util.Optional;

/** What a statement says. Times are written as ISO 8601 in UTC. */
public interface Predicate {

    /** The predicate type's URI, which carries the format's version. */
    String type();

    /** The application spoken about, so that nothing can be replayed for another one. */
    String application();

    /** The version spoken about. */
    String version();

    /** The stage spoken about. */
    String stage();

    /**
     * "This release may enter this stage."
     *
     * @param role the role the signer acts in
     * @param restsOn the SHA-256 of the receipt file (its exact bytes) of the stage before; empty where there is none
     * @param comment what the approver wants to be remembered; may be empty
     */
    record Approval(
            String application, String version, String stage, String role, Optional<Digest> restsOn, String comment)
            implements Predicate {
        public static final String TYPE = "https://countersign.io/approval/v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * What the owner of an account said, as an attestor such as a Jenkins heard it.
     *
     * @param <P> what it amounts to where the account counts
     */
    interface Attested<P extends Predicate> extends Predicate {
        String role();

        /** As {@code stages.yml} writes it: {@code ATTESTOR/USER}. */
        String account();

        List<String> groups();

        P approval();
    }

    /**
     * "The owner of this account told me that this release may enter this stage", said by an attestor such as a Jenkins.
     *
     * @param role the role the account acts in
     * @param account as {@code stages.yml} writes it: {@code ATTESTOR/USER}
     * @param groups the account's groups at that time, as the attestor calls them
     * @param how the way in which the owner agreed: {@code page}, {@code rest}, {@code input}
     * @param run where that happened, for people and auditors
     */
    record AttestedApproval(
            String application,
            String version,
            String stage,
            String role,
            Optional<Digest> restsOn,
            String comment,
            String account,
            List<String> groups,
            String how,
            String run)
            implements Attested<Approval> {
        public static final String TYPE = "https://countersign.io/attested-approval/v1";

        public AttestedApproval {
            groups = List.copyOf(groups);
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public Approval approval() {
            return new Approval(application, version, stage, role, restsOn, comment);
        }
    }

    /**
     * "This wave of this release's rollout may begin, after what came of the waves before."
     *
     * @param role the role the signer acts in
     * @param rollout SHA-256 over the stage and the targets of all its waves: with other waves it is another rollout
     * @param wave its number, from 2
     * @param targets the names of its targets
     * @param restsOn the SHA-256 of the receipt files of the waves before that the signer had before the eyes
     * @param comment what the signer wants to be remembered; may be empty
     */
    record WaveApproval(
            String application,
            String version,
            String stage,
            String role,
            Digest rollout,
            int wave,
            List<String> targets,
            List<Digest> restsOn,
            String comment)
            implements Predicate {
        public static final String TYPE = "https://countersign.io/wave-approval/v1";

        public WaveApproval {
            targets = List.copyOf(targets);
            restsOn = List.copyOf(restsOn);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * "The owner of this account told me that this wave may begin", said by an attestor.
     *
     * @param approval what the owner agreed to; its role is the one the account acts in
     * @param groups the account's groups at that time, as the attestor calls them
     * @param how the way in which the owner agreed: {@code page}, {@code rest}, {@code input}
     * @param run where that happened, for people and auditors
     */
    record AttestedWaveApproval(WaveApproval approval, String account, List<String> groups, String how, String run)
            implements Attested<WaveApproval> {
        public static final String TYPE = "https://countersign.io/attested-wave-approval/v1";

        public AttestedWaveApproval {
            groups = List.copyOf(groups);
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String application() {
            return approval.application();
        }

        @Override
        public String version() {
            return approval.version();
        }

        @Override
        public String stage() {
            return approval.stage();
        }

        @Override
        public String role() {
            return approval.role();
        }
    }

    /**
     * "These checks need not pass for this release and stage, because …"
     *
     * @param lifts the names of the checks
     * @param until after this moment it no longer counts; an ISO 8601 instant
     */
    record CheckException(
            String application,
            String version,
            String stage,
            String role,
            List<String> lifts,
            String reason,
            Optional<String> until)
            implements Predicate {
        public static final String TYPE = "https://countersign.io/exception/v1";

        public CheckException {
            lifts = List.copyOf(lifts);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * "This stage's policy may become that one." The statement's subject is the new policy.
     *
     * @param version of the release with which it comes; it counts with any other one as well
     * @param from the digest of the policy it replaces
     * @param replaces the ledger records that pinned that policy, one a target: once a target's ledger pins another one, the
     *     statement is used up there, even where the old policy comes back
     */
    record PolicyChange(
            String application,
            String version,
            String stage,
            String role,
            Digest from,
            List<PinnedRecord> replaces,
            String reason)
            implements Predicate {
        public static final String TYPE = "https://countersign.io/policy-change/v1";

        public PolicyChange {
            replaces = List.copyOf(replaces);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The record of a target's ledger that pinned a policy.
     *
     * @param record its number
     * @param hash its hash, which no other record has
     */
    record PinnedRecord(String target, long record, Digest hash) {}
}
