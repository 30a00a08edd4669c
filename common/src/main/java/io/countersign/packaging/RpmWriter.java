package io.countersign.packaging;

import io.countersign.signature.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;

/** Writes a package for rpm, without scriptlets, its header signed; the header has the digest of everything else in it. */
final class RpmWriter {
    private static final String ARCHITECTURE = "noarch";
    private static final String RELEASE = "1";

    private final ReleasePackage content;
    private final SigningKey key;

    RpmWriter(ReleasePackage content, SigningKey key) {
        this.content = content;
        this.key = key;
    }

    String fileName() {
        return content.name() + "-" + content.version() + "-" + RELEASE + "." + ARCHITECTURE + ".rpm";
    }

    void write(Path file) throws IOException {
        BuilderOptions options = new BuilderOptions();
        options.setOpenOptions(new StandardOpenOption[] {
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
        });
        try (RpmBuilder rpm = new RpmBuilder(
                content.name(), new RpmVersion(content.version(), RELEASE), ARCHITECTURE, file, options)) {
            describe(rpm);
            fill(rpm.newContext());
            rpm.addSignatureProcessor(new HeaderSignature(key));
            rpm.build();
        }
    }

    private void describe(RpmBuilder rpm) {
        RpmBuilder.PackageInformation information = rpm.getInformation();
        information.setSummary(content.summary());
        information.setDescription(content.description());
        information.setLicense("as the application");
        information.setGroup("Applications/Databases");
        information.setPackager(key.person().userId());
        information.setBuildHost("countersign");
        rpm.setHeaderCustomizer(
                header -> header.putInt(RpmTag.BUILDTIME, (int) content.time().getEpochSecond()));
    }

    private void fill(BuilderContext context) throws IOException {
        for (String folder : content.folders()) {
            context.addDirectory(folder, (FileInformation information) -> set(information, 0755));
        }
        for (PackagedFile file : content.files()) {
            try (InputStream in = file.content().open()) {
                context.addFile(file.path(), in, (FileInformation information) -> set(information, file.mode()));
            }
        }
    }

    private void set(FileInformation information, int mode) {
        information.setMode((short) mode);
        information.setUser("root");
        information.setGroup("root");
        information.setTimestamp(content.time());
    }
}
