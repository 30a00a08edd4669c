package io.countersign.it.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.countersign.command.KeyInput;
import io.countersign.command.PackageCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package managers themselves are asked what they think of the packages. */
class PackagesAReleaseTest {
    private static final String INSTALLED = "/usr/share/countersign/bookshop/1.0.0/";

    @TempDir
    Path folder;

    @Test
    void as_an_rpm_that_rpm_accepts_and_whose_signature_it_verifies() throws Exception {
        requireTool("rpm");
        Promotion promotion = Promotion.on(Databases.H2, folder);
        PackageCommand.Result packages = packaged(promotion, approved(promotion), "out");
        String database = Files.createDirectories(folder.resolve("rpmdb")).toString();
        Path publicKey = promotion.project().folder().resolve("keys/operator.asc");

        assertThat(run("rpm", "--dbpath", database, "-K", packages.rpm()).status())
                .isNotZero();
        run("rpm", "--dbpath", database, "--import", publicKey.toString()).requireSuccess();
        assertThat(run("rpm", "--dbpath", database, "-K", packages.rpm())
                        .requireSuccess()
                        .strip())
                .endsWith("digests signatures OK");
        assertThat(run("rpm", "--dbpath", database, "-qpl", packages.rpm())
                        .requireSuccess()
                        .lines())
                .contains(
                        INSTALLED + "bookshop-1.0.0-release.zip",
                        INSTALLED + "run",
                        "/usr/share/countersign/bookshop/1.0.0")
                .anyMatch(line -> line.startsWith(INSTALLED + "bookshop-1.0.0-release.evidence/approval-QAT-")
                        && line.endsWith(".json.asc"));
        assertThat(run("rpm", "--dbpath", database, "-qp", "--scripts", packages.rpm())
                        .requireSuccess())
                .isBlank();
        assertThat(run("rpm", "--dbpath", database, "-qp", "--qf", "%{NAME} %{VERSION} %{ARCH}", packages.rpm())
                        .requireSuccess())
                .isEqualTo("bookshop-release 1.0.0 noarch");

        Path altered = folder.resolve("altered.rpm");
        byte[] bytes = Files.readAllBytes(Path.of(packages.rpm()));
        bytes[bytes.length - 200] ^= 1;
        Files.write(altered, bytes);
        assertThat(run("rpm", "--dbpath", database, "-K", altered.toString()).status())
                .isNotZero();
    }

    @Test
    void as_a_deb_that_dpkg_installs_and_gpg_verifies() throws Exception {
        requireTool("dpkg-deb");
        requireTool("dpkg");
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = approved(promotion);
        PackageCommand.Result packages = packaged(promotion, release, "out");

        assertThat(run("dpkg-deb", "-c", packages.deb()).requireSuccess())
                .contains("-rwxr-xr-x root/root", "." + INSTALLED + "run")
                .contains("-rw-r--r-- root/root", "." + INSTALLED + "bookshop-1.0.0-release.zip");
        assertThat(run("dpkg-deb", "-I", packages.deb()).requireSuccess())
                .contains("Package: bookshop-release", "Version: 1.0.0", "Architecture: all")
                .doesNotContain("postinst", "preinst", "prerm", "postrm");

        Path root = folder.resolve("root");
        for (String each : List.of("var/lib/dpkg/updates", "var/lib/dpkg/info", "var/lib/dpkg/triggers")) {
            Files.createDirectories(root.resolve(each));
        }
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createFile(root.resolve("var/lib/dpkg/available"));
        run("dpkg", "--root=" + root, "--force-not-root", "--log=" + folder.resolve("dpkg.log"), "-i", packages.deb())
                .requireSuccess();
        Path installed = root.resolve(INSTALLED.substring(1));
        assertThat(installed.resolve("bookshop-1.0.0-release.zip"))
                .hasSameBinaryContentAs(release.release().toPath());
        assertThat(run("dpkg", "--root=" + root, "--verify", "bookshop-release").requireSuccess())
                .isEmpty();
        assertThat(promotion.history("PRD")).isEmpty();

        requireTool("gpg");
        Path home = Files.createDirectories(folder.resolve("gpg"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        run(
                        "gpg",
                        "--homedir",
                        home.toString(),
                        "--batch",
                        "--no-autostart",
                        "--import",
                        promotion
                                .project()
                                .folder()
                                .resolve("keys/operator.asc")
                                .toString())
                .requireSuccess();
        assertThat(run(
                                "gpg",
                                "--homedir",
                                home.toString(),
                                "--batch",
                                "--no-autostart",
                                "--status-fd",
                                "1",
                                "--verify",
                                packages.debSignature(),
                                packages.deb())
                        .requireSuccess())
                .contains("GOODSIG", "VALIDSIG");
    }

    @Test
    void as_a_deb_with_a_signature_inside_that_debsig_verify_accepts() throws Exception {
        requireTool("debsig-verify");
        requireTool("gpg");
        Promotion promotion = Promotion.on(Databases.H2, folder);
        PackageCommand.Result packages = packaged(promotion, approved(promotion), "out");
        Path publicKey = promotion.project().folder().resolve("keys/operator.asc");
        String id = run("gpg", "--homedir", folder.toString(), "--with-colons", "--show-keys", publicKey.toString())
                .requireSuccess()
                .lines()
                .filter(line -> line.startsWith("pub:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1)[4];
        Path keyring = folder.resolve("keyrings/" + id + "/operator.gpg");
        Files.createDirectories(keyring.getParent());
        run("gpg", "--homedir", folder.toString(), "--output", keyring.toString(), "--dearmor", publicKey.toString())
                .requireSuccess();
        Promotion.write(folder.resolve("policies/" + id + "/countersign.pol"), """
                <?xml version="1.0"?>
                <!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
                <Policy xmlns="https://www.debian.org/debsig/1.0/">
                  <Origin Name="Bookshop" id="%1$s" Description="The operators of the bookshop"/>
                  <Selection><Required Type="origin" File="operator.gpg" id="%1$s"/></Selection>
                  <Verification MinOptional="0"><Required Type="origin" File="operator.gpg" id="%1$s"/></Verification>
                </Policy>
                """.formatted(id));

        verified(packages.deb()).requireSuccess();

        Path altered = folder.resolve("altered.deb");
        byte[] bytes = Files.readAllBytes(Path.of(packages.deb()));
        bytes[beforeTheSignature(packages.deb()).length() - 100] ^= 1;
        Files.write(altered, bytes);
        assertThat(verified(altered.toString()).status()).isNotZero();
    }

    private Ended verified(String deb) throws Exception {
        return run(
                "debsig-verify",
                "--policies-dir",
                folder.resolve("policies").toString(),
                "--keyrings-dir",
                folder.resolve("keyrings").toString(),
                deb);
    }

    @Test
    void whose_script_hands_over_what_the_package_carries() throws Exception {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = approved(promotion);
        Path installed = unpacked(packaged(promotion, release, "out"));
        Path work = Files.createDirectories(folder.resolve("a folder for work"));
        Path maven = folder.resolve("mvn");
        Promotion.write(maven, "#!/bin/sh\nfor each in \"$@\"; do echo \"$each\"; done\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> variables = Map.of("MVN", maven.toString(), "COUNTERSIGN_WORK", work.toString());
        String script = installed.resolve("run").toString();

        assertThat(run(variables, "sh", script, "deploy", "PRD", "my stages.yml", "-Dcountersign.key=x y")
                        .requireSuccess()
                        .lines())
                .containsExactly(
                        "io.countersign:countersign-maven-plugin:test:deploy",
                        "-Dcountersign.release=" + work + "/bookshop-1.0.0-release.zip",
                        "-Dcountersign.evidence=" + work + "/bookshop-1.0.0-release.evidence",
                        "-Dcountersign.stage=PRD",
                        "-Dcountersign.stages=my stages.yml",
                        "-Dcountersign.key=x y");
        assertThat(names(work.resolve("bookshop-1.0.0-release.evidence")))
                .isEqualTo(names(promotion.evidence(release)));
        assertThat(run(variables, "sh", script).status()).isEqualTo(2);
        assertThat(run(variables, "sh", script, "clone", "PRD", "stages.yml").status())
                .isEqualTo(2);

        Path zip = installed.resolve("bookshop-1.0.0-release.zip");
        Files.writeString(zip, "not the release");
        Ended refused = run(variables, "sh", script, "deploy", "PRD", "stages.yml");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("its SHA-256 is another one").doesNotContain("maven-plugin");
    }

    @Test
    void again_with_the_same_bytes_but_for_the_signature() throws Exception {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = approved(promotion);

        PackageCommand.Result one = packaged(promotion, release, "one");
        PackageCommand.Result two = packaged(promotion, release, "two");

        assertThat(beforeTheSignature(one.deb())).isEqualTo(beforeTheSignature(two.deb()));
        byte[] first = Files.readAllBytes(Path.of(one.rpm()));
        byte[] second = Files.readAllBytes(Path.of(two.rpm()));
        assertThat(behindTheSignature(first)).isEqualTo(behindTheSignature(second));
        assertThat(names(folder.resolve("one"))).hasSize(3).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void only_signed() {
        Promotion promotion = Promotion.on(Databases.H2, folder);
        ReleaseInput release = promotion.sealFirst();

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> promotion.run(new PackageCommand(
                        release, KeyInput.NONE, folder.resolve("out").toFile())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.PARAMETER_MISSING));
    }

    private static ReleaseInput approved(Promotion promotion) {
        ReleaseInput release = promotion.sealFirst();
        promotion.approve(release, "QAT", "developer");
        return release;
    }

    private PackageCommand.Result packaged(Promotion promotion, ReleaseInput release, String output) {
        return promotion.run(new PackageCommand(
                release, promotion.key("operator"), folder.resolve(output).toFile()));
    }

    private Path unpacked(PackageCommand.Result packages) throws Exception {
        requireTool("dpkg-deb");
        Path root = folder.resolve("unpacked");
        run("dpkg-deb", "-x", packages.deb(), root.toString()).requireSuccess();
        return root.resolve(INSTALLED.substring(1));
    }

    /** The signature is the last member of the archive. */
    private static String beforeTheSignature(String deb) throws IOException {
        String bytes = new String(Files.readAllBytes(Path.of(deb)), StandardCharsets.ISO_8859_1);
        return bytes.substring(0, bytes.indexOf("_gpgorigin"));
    }

    /** Lead and signature come first; the main header begins with the second of the two magic numbers. */
    private static byte[] behindTheSignature(byte[] rpm) {
        byte[] magic = {(byte) 0x8e, (byte) 0xad, (byte) 0xe8, 1};
        List<Integer> found = new ArrayList<>();
        for (int at = 96; at < rpm.length - 4 && found.size() < 2; at++) {
            if (Arrays.equals(rpm, at, at + 4, magic, 0, 4)) {
                found.add(at);
            }
        }
        return Arrays.copyOfRange(rpm, found.get(1), rpm.length);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    private static void requireTool(String name) {
        boolean there =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(place -> Files.isExecutable(Path.of(place, name)));
        assumeThat(there)
                .as(name + " is not installed, so nobody can be asked whether the package is accepted")
                .isTrue();
    }

    private record Ended(int status, String output) {
        String requireSuccess() {
            assertThat(status).as(output).isZero();
            return output;
        }
    }

    private static Ended run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    private static Ended run(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
