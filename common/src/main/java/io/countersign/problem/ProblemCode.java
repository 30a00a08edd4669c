package io.countersign.problem;

import java.util.Locale;

/**
 * The stable names of everything Countersign refuses or fails at. A code never changes its meaning; scripts and
 * runbooks may rely on it. {@code docs/problems.md} explains each one, and a test keeps that page complete.
 *
 * <p>A <em>refusal</em> is an answer: the product understood and says no. A <em>fault</em> means that something the
 * product needs (a file, a database, a tool) did not work.
 */
public enum ProblemCode {
    // Input and files
    FILE_MISSING(Kind.REFUSAL, "A file or folder that was named does not exist"),
    FILE_UNREADABLE(Kind.FAULT, "A file exists but cannot be read"),
    FILE_NOT_WRITABLE(Kind.FAULT, "A file or folder cannot be written: no permission, no space, or not a folder"),
    FILE_EXISTS(Kind.REFUSAL, "A file would be overwritten"),
    PARAMETER_MISSING(Kind.REFUSAL, "A parameter that this goal or step needs was not given"),
    PARAMETER_INVALID(Kind.REFUSAL, "A parameter has a value that cannot be used"),
    CONFIGURATION_INVALID(Kind.REFUSAL, "countersign.yml or stages.yml has a mistake at the place named"),
    STAGE_UNKNOWN(Kind.REFUSAL, "The promotion path has no stage of that name"),
    TARGET_UNKNOWN(Kind.REFUSAL, "The stage has no target of that name, or has several and none was named"),
    PROMOTION_PATH_UNKNOWN(Kind.REFUSAL, "No administrator keeps a promotion path of that name for this job"),
    PROMOTION_PATH_IMPOSED(
            Kind.REFUSAL, "Administrators keep promotion paths for this job, so a file of its own counts not"),
    OPERATION_NOT_GRANTED(
            Kind.REFUSAL, "Administrators have not granted this operation on a stage that asks for approvals"),
    CREDENTIALS_MISSING(Kind.REFUSAL, "A reference to credentials leads nowhere"),
    INTERRUPTED(Kind.FAULT, "The operation was asked to stop"),
    AGENT_LOST(Kind.FAULT, "The machine that did the work was lost before it answered"),
    INTERNAL(Kind.FAULT, "A defect in Countersign"),

    // Sealing
    GIT_REPOSITORY_MISSING(Kind.REFUSAL, "The project is not in a git repository"),
    WORK_TREE_DIRTY(Kind.REFUSAL, "The work tree has changes that no commit holds"),
    TAG_MISSING(Kind.REFUSAL, "The commit carries no tag"),
    TAG_MISMATCH(Kind.REFUSAL, "The tag and the version, or the tag and the commit, do not belong together"),
    TAG_SIGNATURE_BAD(
            Kind.REFUSAL, "The policy asks for a signed tag and this one is not signed by a known, valid key"),
    CHANGELOG_INVALID(Kind.REFUSAL, "The changelog cannot be read as Liquibase reads it"),
    CHANGELOG_FILE_MISSING(Kind.REFUSAL, "The changelog names a file that does not exist"),
    SOURCE_INVALID(Kind.REFUSAL, "A file that should be sealed cannot be: a link, a bad name, outside its root"),

    // Reading a release
    RELEASE_UNREADABLE(Kind.REFUSAL, "The file is not a release: not a zip, cut short, or without a manifest"),
    RELEASE_HOSTILE(Kind.REFUSAL, "The zip has what no release has: bad paths, links, duplicates, a bomb"),
    RELEASE_ALTERED(Kind.REFUSAL, "The release is not, byte for byte, what was sealed"),
    RELEASE_FORMAT_UNKNOWN(Kind.REFUSAL, "The release or statement was written in a format this version cannot read"),
    RELEASE_PRELIMINARY(
            Kind.REFUSAL, "A preliminary release (a snapshot or a dirty tree) may enter the first stage only"),

    // Signatures and evidence
    EVIDENCE_INVALID(Kind.REFUSAL, "A file of the evidence cannot be read as a statement"),
    KEY_UNREADABLE(Kind.REFUSAL, "A key file holds no usable OpenPGP key"),
    KEY_UNKNOWN(Kind.REFUSAL, "The key is not one that the policy knows for this role or stage"),
    KEY_UNUSABLE(Kind.REFUSAL, "The key is expired, revoked, too weak or not meant for signing"),
    PASSPHRASE_WRONG(Kind.REFUSAL, "The secret key cannot be unlocked with the passphrase given"),
    SIGNING_FAILED(Kind.FAULT, "The signature could not be made"),
    SIGNATURE_BAD(Kind.REFUSAL, "A signature does not verify"),
    APPROVAL_FORBIDDEN(Kind.REFUSAL, "This account may not approve this release for this stage"),
    APPROVAL_REJECTED(Kind.REFUSAL, "Somebody who is asked for approval said no"),
    APPROVAL_CLOSED(Kind.REFUSAL, "Nobody waits for this approval any more"),
    REVIEW_MISSING(Kind.REFUSAL, "This run has not looked at a release for the stage that is to be approved"),
    INPUT_UNKNOWN(Kind.REFUSAL, "This run has no answered input step that could be attested"),

    // Databases
    DATABASE_UNSUPPORTED(Kind.REFUSAL, "The JDBC URL is of a database that has no driver here or is too old"),
    DATABASE_UNREACHABLE(Kind.FAULT, "No connection to the database could be made"),
    DATABASE_LOGIN_REFUSED(Kind.FAULT, "The database refused the user name or password"),
    DATABASE_PERMISSION_MISSING(Kind.FAULT, "The database user lacks a privilege"),
    DATABASE_CONNECTION_LOST(Kind.FAULT, "The connection to the database broke"),
    DATABASE_FAILED(Kind.FAULT, "The database answered with an error"),
    CHANGESET_FAILED(Kind.FAULT, "A changeset failed while it was applied"),
    CHANGESET_ALTERED(Kind.REFUSAL, "A changeset that was applied before has another checksum in this release"),
    ROLLBACK_IMPOSSIBLE(Kind.REFUSAL, "A changeset has no rollback"),
    ROLLBACK_INCOMPLETE(Kind.FAULT, "After the way back the database is not what it was before"),
    BACKUP_IMPOSSIBLE(Kind.REFUSAL, "No backup can be made by the method chosen: tool, space or permission is missing"),
    BACKUP_FAILED(Kind.FAULT, "The backup did not succeed"),
    BACKUP_ALTERED(Kind.REFUSAL, "The backup file is not the one that was recorded"),
    BACKUP_MISSING(Kind.REFUSAL, "There is no backup to restore"),
    RESTORE_FAILED(Kind.FAULT, "A backup could not be restored"),

    // Ledger, gate, deployment
    LOCK_HELD(Kind.REFUSAL, "Another operation holds the lock of this target"),
    LEDGER_BROKEN(Kind.REFUSAL, "The ledger's chain does not hold: a record was changed, removed or added by hand"),
    LEDGER_MISSING(Kind.REFUSAL, "The target has no ledger yet"),
    NOT_UNDER_CONTROL(Kind.REFUSAL, "The database has objects but no ledger: it must be baselined first"),
    ALREADY_UNDER_CONTROL(Kind.REFUSAL, "The database has a ledger already"),
    DEPLOYMENT_INTERRUPTED(Kind.REFUSAL, "An earlier operation on this target did not end"),
    GATE_REFUSED(Kind.REFUSAL, "The release may not enter the stage; the gate's table says why"),
    FINGERPRINT_MISMATCH(Kind.REFUSAL, "The schema is not what the rehearsal said it would be"),
    SMOKE_CHECK_FAILED(Kind.FAULT, "A check after the deployment did not give what was expected"),
    APPLICATION_FAILED(Kind.FAULT, "The application could not be put in place, stopped, started or found healthy"),
    DEPLOYMENT_FAILED(Kind.FAULT, "The deployment failed and was undone"),
    CONSENT_MISSING(Kind.REFUSAL, "The operation would lose data and nobody agreed to that"),
    NOTHING_TO_ROLL_BACK(Kind.REFUSAL, "No deployment is recorded that could be rolled back"),
    NOTHING_TO_RECOVER(Kind.REFUSAL, "No interrupted operation was found"),
    FREEZE_REFUSED(Kind.REFUSAL, "Others cannot be kept out of the target as the stage asks"),
    FREEZE_NOT_LIFTED(Kind.FAULT, "A freeze could not be lifted: others are still kept out"),
    ROLLOUT_INCOMPLETE(Kind.FAULT, "A release did not come to all targets of a stage"),
    SLOTS_MISSING(Kind.REFUSAL, "The target has no two slots in stages.yml"),
    SLOT_REFUSED(Kind.REFUSAL, "A slot cannot be filled or made live as it is"),
    SLOT_BEHIND(Kind.REFUSAL, "Records were written since the idle slot's database was copied from the live one"),
    SLOTS_DISAGREE(Kind.REFUSAL, "The pointer to the live slot is gone, or is not where the ledger says"),

    // Environments
    CATALOGUE_INVALID(Kind.REFUSAL, "The query for the targets of a stage does not tell them"),
    CLONE_REFUSED(Kind.REFUSAL, "The source cannot, or must not, be copied onto the target"),
    PILOT_MISSING(Kind.REFUSAL, "The target is no pilot that could be brought up to date"),
    CLONE_FAILED(Kind.FAULT, "The copy did not succeed, or is not equal to its source; the old target stays"),
    MASKING_INCOMPLETE(Kind.REFUSAL, "A column has no masking rule, so nothing may be copied"),
    MASKING_UNFIT(Kind.REFUSAL, "A masking rule does not fit its column or a value in it"),
    CONFIGURATION_DATA_INVALID(Kind.REFUSAL, "A file of configuration data cannot be read as such"),
    CONFIGURATION_DATA_REFUSED(
            Kind.REFUSAL, "Configuration data does not go with this target: version, table, column, key or reference");

    /** Whether a problem is an answer (no) or a malfunction. */
    public enum Kind {
        REFUSAL,
        FAULT
    }

    private final Kind kind;
    private final String meaning;

    ProblemCode(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The code as users see and search it, for example {@code release-altered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Kind kind() {
        return kind;
    }

    public String meaning() {
        return meaning;
    }
}
