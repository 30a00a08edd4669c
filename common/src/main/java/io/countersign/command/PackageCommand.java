package io.countersign.command;

import io.countersign.ledger.ReleaseReference;
import io.countersign.packaging.ReleasePackager;
import io.countersign.release.SealedRelease;
import io.countersign.report.Report;
import io.countersign.signature.SigningKey;
import java.io.File;

/**
 * Puts a release with its evidence and a script into an RPM and a deb. Installing them deploys nothing.
 *
 * @param key signs both
 * @param output the folder to write to
 */
public record PackageCommand(ReleaseInput release, KeyInput key, File output)
        implements Command<PackageCommand.Result> {

    /** @param debSignature a detached signature: {@code gpg --verify} takes it with the deb */
    public record Result(ReleaseReference release, String rpm, String deb, String debSignature, String signer)
            implements CommandResult {
        @Override
        public Report report() {
            return Report.titled("Packages of " + release.title())
                    .fact("RPM", rpm + ", signed in its header")
                    .fact("deb", deb)
                    .fact("Signature", debSignature)
                    .fact("Signed by", signer)
                    .build();
        }
    }

    @Override
    public Result execute(CommandContext context) {
        SealedRelease sealed = release.open();
        SigningKey signer = key.require(context);
        ReleasePackager.Packages packages = new ReleasePackager(signer, context.tool(), context.progress())
                .write(sealed, release.openEvidence(), output.toPath());
        return new Result(
                ReleaseReference.of(sealed),
                packages.rpm().toString(),
                packages.deb().toString(),
                packages.debSignature().toString(),
                signer.person().userId());
    }
}
