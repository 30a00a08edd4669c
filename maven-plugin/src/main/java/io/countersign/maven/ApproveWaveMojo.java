package io.countersign.maven;

import io.countersign.command.ApproveWaveCommand;
import io.countersign.command.Command;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Signs "the next wave of this rollout may begin", for a stage whose waves wait for approval (<code>pause: approval</code>). Rests on
 * the receipts of the waves before, and connects to none of the targets.
 */
@Mojo(name = "approve-wave", requiresProject = false, aggregator = true, threadSafe = true)
public final class ApproveWaveMojo extends AbstractReleaseMojo {

    /** The role to act in, where the key belongs to several. */
    @Parameter(property = "countersign.role")
    private String role;

    /** To be remembered with the approval. */
    @Parameter(property = "countersign.comment")
    private String comment;

    /** A key's full fingerprint: writes the statement for that person to sign by hand with gpg, and signs nothing. */
    @Parameter(property = "countersign.prepareFor")
    private String prepareFor;

    /** The wave's number, where the one before it failed or was left out; otherwise the wave that comes next. */
    @Parameter(property = "countersign.wave")
    private Integer wave;

    @Override
    protected Command<ApproveWaveCommand.Result> command() {
        return new ApproveWaveCommand(
                release(),
                stage(),
                key(),
                Optional.ofNullable(role),
                comment == null ? "" : comment,
                Optional.ofNullable(prepareFor),
                Optional.ofNullable(wave));
    }
}
