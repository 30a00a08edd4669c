package io.countersign.it.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.it.harness.MavenHome;
import io.countersign.it.harness.MavenRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealsInABuildOfSeveralModulesIT {

    @TempDir
    Path folder;

    @TempDir
    Path remote;

    @ParameterizedTest
    @EnumSource(MavenHome.class)
    void seals_where_a_module_asks_for_it_and_attaches_the_release(MavenHome maven) throws Exception {
        Workshop shop = new Workshop(folder);
        shop.write("pom.xml", pom("parent", "<modules><module>plain</module><module>shop</module></modules>", remote));
        shop.write("plain/pom.xml", pom("plain", "", remote));
        shop.write("shop/pom.xml", pom("shop", "", remote));
        shop.write("shop/countersign.yml", """
                version: 1
                application: shop
                changes: { root: db, changelog: changelog.sql }
                """);
        shop.write("shop/db/changelog.sql", "--liquibase formatted sql\n--changeset ada:1\ncreate table t (id int);\n");
        shop.write(".gitignore", "target/\n");
        shop.git("init", "-q", "-b", "main");
        shop.commitAndTag();

        MavenRun.Result result = shop.maven().on(maven).run("-T", "2", "package", "countersign:seal", "deploy:deploy");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).doesNotContain("not marked as thread-safe", "not marked as @threadSafe");
        Path zip = folder.resolve("shop/target/shop-1.0.0-release.zip");
        Path deployed = remote.resolve("example/several/shop/1.0.0/shop-1.0.0-release.zip");
        assertThat(zip).as(result.output()).isRegularFile();
        assertThat(deployed).isRegularFile();
        assertThat(Files.mismatch(zip, deployed)).isEqualTo(-1);
        assertThat(evidenceIn(remote.resolve("example/several/shop/1.0.0/shop-1.0.0-evidence.zip")))
                .isEqualTo(evidenceIn(folder.resolve("shop/target/shop-1.0.0-release.evidence.zip")))
                .anyMatch(name -> name.startsWith("commit-"));
        for (String other : List.of("parent", "plain")) {
            assertThat(remote.resolve("example/several/" + other + "/1.0.0/" + other + "-1.0.0-release.zip"))
                    .doesNotExist();
        }
    }

    private static Set<String> evidenceIn(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    @Test
    void refuses_where_no_module_has_anything_to_seal() throws Exception {
        Workshop shop = new Workshop(folder);
        shop.write("pom.xml", pom("parent", "<modules><module>plain</module></modules>", remote));
        shop.write("plain/pom.xml", pom("plain", "", remote));

        MavenRun.Result result = shop.maven().run("package", "countersign:seal");

        assertThat(result.succeeded()).as(result.output()).isFalse();
        assertThat(result.output()).contains("[file-missing]", "countersign.yml");
    }

    private static String pom(String name, String modules, Path remote) {
        String parent = name.equals("parent")
                ? ""
                : "<parent><groupId>example.several</groupId><artifactId>parent</artifactId><version>1.0.0</version></parent>";
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  %s
                  <groupId>example.several</groupId>
                  <artifactId>%s</artifactId>
                  <version>1.0.0</version>
                  <packaging>pom</packaging>
                  %s
                  <distributionManagement><repository><id>here</id><url>%s</url></repository></distributionManagement>
                  <build><plugins>
                    <plugin><groupId>io.countersign</groupId><artifactId>countersign-maven-plugin</artifactId><version>%s</version></plugin>
                  </plugins></build>
                </project>
                """.formatted(parent, name, modules, remote.toUri(), MavenRun.version());
    }
}
