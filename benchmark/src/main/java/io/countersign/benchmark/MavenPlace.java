package io.countersign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Maven that runs the benchmark, and where it finds plugins.
 *
 * @param home where Maven is installed
 * @param repository a local repository of our own, which holds the plugin just built
 * @param usersRepository the user's, which is only read
 * @param version of Countersign
 * @param flyway the version of Flyway
 */
record MavenPlace(Path home, Path repository, Path usersRepository, String version, String flyway) {

    /** @param arguments five of them, from this place on */
    static MavenPlace of(String[] arguments, int from) {
        return new MavenPlace(
                Path.of(arguments[from]),
                Path.of(arguments[from + 1]),
                Path.of(arguments[from + 2]),
                arguments[from + 3],
                arguments[from + 4]);
    }

    /** Writes a project that names the plugins of all contestants, and settings under which they are found. */
    Path project(Path folder) {
        try {
            Files.createDirectories(folder);
            String user = "<id>user</id><url>" + usersRepository.toUri() + "</url>"
                    + "<releases><checksumPolicy>ignore</checksumPolicy></releases>"
                    + "<snapshots><enabled>false</enabled></snapshots>";
            Files.writeString(folder.resolve("settings.xml"), """
                    <settings>
                      <localRepository>%s</localRepository>
                      <profiles>
                        <profile>
                          <id>benchmark</id>
                          <repositories><repository>%s</repository></repositories>
                          <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                        </profile>
                      </profiles>
                      <activeProfiles><activeProfile>benchmark</activeProfile></activeProfiles>
                    </settings>
                    """.formatted(repository, user, user));
            return Files.writeString(folder.resolve("pom.xml"), """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>example</groupId>
                      <artifactId>benchmark</artifactId>
                      <version>1.0.0</version>
                      <packaging>pom</packaging>
                      <build>
                        <plugins>
                          <plugin>
                            <groupId>io.countersign</groupId>
                            <artifactId>countersign-maven-plugin</artifactId>
                            <version>%s</version>
                          </plugin>
                          <plugin>
                            <groupId>org.flywaydb</groupId>
                            <artifactId>flyway-maven-plugin</artifactId>
                            <version>%s</version>
                            <dependencies>
                              <dependency>
                                <groupId>org.flywaydb</groupId>
                                <artifactId>flyway-database-postgresql</artifactId>
                                <version>%s</version>
                              </dependency>
                              <dependency>
                                <groupId>org.postgresql</groupId>
                                <artifactId>postgresql</artifactId>
                                <version>%s</version>
                              </dependency>
                            </dependencies>
                          </plugin>
                        </plugins>
                      </build>
                    </project>
                    """.formatted(version, flyway, flyway, driver()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The very driver that Countersign brings. */
    private static String driver() {
        return org.postgresql.util.DriverInfo.DRIVER_VERSION;
    }

    /** What to type for a goal of the project. */
    List<String> command(Path project, String goal, String... options) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mvn").toString(),
                "-B",
                "-ntp",
                "-s",
                project.resolveSibling("settings.xml").toString(),
                "-f",
                project.toString(),
                goal));
        command.addAll(List.of(options));
        return command;
    }
}
