package io.countersign.packaging;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.progress.Progress;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a release with its evidence and a script into packages for rpm and dpkg, and signs both. */
public final class ReleasePackager {
    /** A file of an RPM has a size of 32 bits. */
    private static final long LARGEST = (1L << 32) - 1;

    private final SigningKey key;
    private final String tool;
    private final Progress progress;

    /** @param tool the version of Countersign that the script in the packages calls */
    public ReleasePackager(SigningKey key, String tool, Progress progress) {
        this.key = key;
        this.tool = tool;
        this.progress = progress;
    }

    /** @param debSignature a detached, armoured OpenPGP signature of the deb's bytes */
    public record Packages(Path rpm, Path deb, Path debSignature) {}

    /**
     * @param folder made where it does not exist; packages of the same release there are replaced
     * @throws CountersignException FILE_NOT_WRITABLE; PARAMETER_INVALID where the release is larger than a file in an RPM can be
     */
    public Packages write(SealedRelease release, Evidence evidence, Path folder) {
        try {
            refuseExcess(release);
            Files.createDirectories(folder);
            ReleasePackage content = ReleasePackage.of(release, evidence, tool);
            RpmWriter rpm = new RpmWriter(content, key);
            progress.info("Writing " + rpm.fileName());
            Path rpmFile = placed(folder.resolve(rpm.fileName()), rpm::write);
            DebWriter deb = new DebWriter(content, key);
            progress.info("Writing " + deb.fileName());
            Path debFile = placed(folder.resolve(deb.fileName()), deb::write);
            String signature = key.sign(out -> Files.copy(debFile, out));
            Path signatureFile = placed(
                    folder.resolve(deb.fileName() + ".asc"),
                    file -> Files.writeString(file, signature, StandardCharsets.US_ASCII));
            return new Packages(rpmFile, debFile, signatureFile);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The packages cannot be written to %s: %s.", folder, e)
                    .remedy("Name another folder by -Dcountersign.output.")
                    .causedBy(e);
        }
    }

    private static void refuseExcess(SealedRelease release) throws IOException {
        long size = Files.size(release.file());
        if (size > LARGEST) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("%s has %d bytes.", release.file(), size)
                    .expected("at most %d: more cannot be told of a file in an RPM.", LARGEST)
                    .remedy("Hand the release and its evidence over as they are.")
                    .build();
        }
    }

    /** Something that writes a file. */
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    /** Nobody ever sees half a package. */
    private static Path placed(Path file, Writing writing) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            writing.to(unfinished);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
