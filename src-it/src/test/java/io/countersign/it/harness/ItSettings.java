package io.countersign.it.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The settings.xml of a Maven under test.
 *
 * <p>Its local repository is the build's own, which holds the plugin just built; the user's is only read, as a remote one. What
 * isn't there (a plugin that only the other Maven binds by default) comes from Central.
 */
final class ItSettings {

    private ItSettings() {}

    /** @param servers the inside of the element {@code servers} */
    static Path writeTo(Path directory, String servers) throws IOException {
        URI user =
                Path.of(ItProperties.required("countersign.it.userRepository")).toUri();
        String repositories = repository("user", user);
        return Files.writeString(directory.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <servers>%s</servers>
                  <profiles>
                    <profile>
                      <id>it</id>
                      <repositories>%s</repositories>
                      <pluginRepositories>%s</pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>it</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(
                        ItProperties.required("countersign.it.localRepository"),
                        servers,
                        repositories,
                        repositories
                                .replace("<repository>", "<pluginRepository>")
                                .replace("</repository>", "</pluginRepository>")));
    }

    private static String repository(String id, URI url) {
        return """

                        <repository>
                          <id>%s</id>
                          <url>%s</url>
                          <releases><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><enabled>false</enabled></snapshots>
                        </repository>""".formatted(id, url);
    }
}
