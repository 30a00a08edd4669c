package io.countersign.packaging;

import io.countersign.release.Manifest;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the packages of a release have in them, in whatever format: the release, its evidence and a script that hands both to
 * Countersign. Nothing of it runs when a package is installed or removed.
 *
 * @param name lower-case letters, digits, {@code + - .}
 * @param version as both package managers take it: {@code 1.4.0-rc1} is {@code 1.4.0~rc1}, which is older than {@code 1.4.0}
 * @param time of the commit: the time of every file
 * @param files sorted by path
 */
record ReleasePackage(
        String name, String version, String summary, String description, Instant time, List<PackagedFile> files) {
    private static final String ROOT = "/usr/share/countersign/";

    ReleasePackage {
        files = List.copyOf(files);
    }

    /** @param tool the version of Countersign that the script calls */
    static ReleasePackage of(SealedRelease release, Evidence evidence, String tool) throws IOException {
        Manifest manifest = release.manifest();
        String folder = ROOT + manifest.application() + "/" + manifest.version() + "/";
        String zip = String.valueOf(release.file().getFileName());
        String evidenceName = String.valueOf(release.evidenceFolder().getFileName());
        List<PackagedFile> files = new ArrayList<>();
        files.add(PackagedFile.of(folder + zip, release.file()));
        for (Path file : statements(evidence)) {
            files.add(PackagedFile.of(folder + evidenceName + "/" + file.getFileName(), file));
        }
        files.add(PackagedFile.of(
                folder + "run",
                new RunnerScript(manifest.title(), release.digest(), zip, evidenceName, tool)
                        .text()
                        .getBytes(StandardCharsets.UTF_8),
                true));
        files.sort((one, other) -> one.path().compareTo(other.path()));
        return new ReleasePackage(
                name(manifest.application()),
                version(manifest.version()),
                "The release " + manifest.title() + " with its evidence",
                "SHA-256 " + release.digest().hex() + ". Installing it deploys nothing: run " + folder + "run.",
                Instant.ofEpochSecond(manifest.source().time()),
                files);
    }

    /** With their signatures; what was refused when the evidence was opened is not there. */
    private static List<Path> statements(Evidence evidence) throws IOException {
        if (evidence.files().isEmpty()) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(evidence.folder())) {
            return list.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    /** Every folder of the package below the one that others share, the outer ones first. */
    List<String> folders() {
        Set<String> folders = new LinkedHashSet<>();
        for (PackagedFile file : files) {
            for (int slash = ROOT.length(); slash >= 0; slash = file.path().indexOf('/', slash + 1)) {
                if (slash > ROOT.length()) {
                    folders.add(file.path().substring(0, slash));
                }
            }
        }
        return List.copyOf(folders);
    }

    private static String name(String application) {
        return application.toLowerCase(Locale.ROOT).replace('_', '-') + "-release";
    }

    private static String version(String version) {
        String plain = version.replace('-', '~').replace('_', '+');
        return Character.isDigit(plain.charAt(0)) ? plain : "0" + plain;
    }
}
